// The widget: one script that puts a question box about the plans on any page that the server allows.
//
//   <script src="https://…/widget.js" data-plan="ca-mau-2026" data-language="vi" async></script>
//
// data-plan      ids of plans, with commas; none: all plans     data-mode    "button" (default) or "inline", in the
// data-language  "vi" (default) or "en"                                      script's place
// data-title     a title of your own                            data-theme   "light" or "dark"; else the reader's own
//
// It lives in a shadow tree, so that neither style sheet reaches the other; it makes no use of innerHTML, eval or style
// attributes, so that a strict Content-Security-Policy lets it run; it talks to its own server and to nobody else.
(() => {
"use strict";

const script = document.currentScript;
if (!script) return;
const BASE = new URL(".", script.src).href;
const LANGUAGE = script.dataset.language === "en" ? "en" : "vi";
const PLANS = (script.dataset.plan || "").split(/[\s,]+/).filter(Boolean);
const INLINE = script.dataset.mode === "inline";
const SLOW_AFTER = 6000, GIVE_UP_AFTER = 45000; // milliseconds

const WORDS = {
  vi: {
    title: "Trợ lý kế hoạch", open: "Hỏi về kế hoạch", close: "Đóng", fresh: "Cuộc hỏi mới", talk: "Hỏi và đáp",
    hello: "Xin chào! Bạn muốn biết gì về các kế hoạch? Gõ có dấu hay không dấu đều được.",
    about: "Trả lời từ", all: "kế hoạch", suggestions: "Câu hỏi gợi ý", placeholder: "Nhập câu hỏi…", label: "Câu hỏi của bạn",
    send: "Gửi câu hỏi", you: "Bạn hỏi", answer: "Trả lời", searching: "Đang tìm trong các kế hoạch…",
    slow: "Mạng chậm, vẫn đang chờ…", sources: "Nguồn", source: "Nguồn", copy: "Sao chép", copied: "Đã sao chép",
    up: "Hữu ích", down: "Chưa đúng", thanks: "Cảm ơn bạn đã góp ý.", why: "Chưa đúng ở chỗ nào? (không bắt buộc)",
    tell: "Gửi góp ý", again: "Hỏi lại", failed: "Chưa nhận được câu trả lời. Hãy kiểm tra mạng rồi hỏi lại.",
    offline: "Đang mất kết nối mạng.", back: "Đóng nguồn", inPlan: "Mở trong kế hoạch", newTab: "mở trong thẻ mới",
    loading: "Đang mở nguồn…", page: "Trang", stopped: "Máy chủ trả lời quá chậm. Hãy hỏi lại sau ít phút.",
    foot: "Câu trả lời trích nguyên từ văn bản; bấm [số] để xem đúng dòng.",
  },
  en: {
    title: "Plan assistant", open: "Ask about the plans", close: "Close", fresh: "New conversation", talk: "Questions and answers",
    hello: "Hello! What would you like to know about the plans? Plan text is quoted in Vietnamese.",
    about: "Answers from", all: "plans", suggestions: "Suggested questions", placeholder: "Ask a question…", label: "Your question",
    send: "Send the question", you: "You asked", answer: "Answer", searching: "Looking through the plans…",
    slow: "The connection is slow, still waiting…", sources: "Sources", source: "Source", copy: "Copy", copied: "Copied",
    up: "Helpful", down: "Not right", thanks: "Thank you for telling us.", why: "What was not right? (optional)",
    tell: "Send feedback", again: "Ask again", failed: "No answer arrived. Check the connection and ask again.",
    offline: "You are offline.", back: "Close the source", inPlan: "Open in the plan", newTab: "opens in a new tab",
    loading: "Opening the source…", page: "Page", stopped: "The server took too long. Ask again in a few minutes.",
    foot: "Answers quote the documents word for word; a [number] opens the very line.",
  },
};
const T = WORDS[LANGUAGE];

const CSS = `
:host { all: initial !important; direction: ltr !important; display: block !important; visibility: visible !important;
  opacity: 1 !important; pointer-events: auto !important; }
:host(:not([data-inline])) { position: fixed !important; right: 16px !important; bottom: 16px !important; left: auto !important;
  top: auto !important; width: auto !important; height: auto !important; z-index: 2147483646 !important; }
:host([data-inline]) { width: 100% !important; }
*, ::before, ::after { box-sizing: border-box; }
.root { --paper: #fff; --ink: #1b2524; --soft: #53605e; --line: #d9dfdc; --edge: #7b8885; --accent: #0a665a; --on: #fff;
  --wash: #e8f2ef; --mark: #fff3c4; --mark-edge: #a86f00; --bad: #9d1c1c; --shade: 0 8px 40px rgb(10 30 26 / 22%);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  color: var(--ink); text-align: left; color-scheme: light; container-type: inline-size; }
.root.dark { --paper: #18211f; --ink: #e6ecea; --soft: #a5b2af; --line: #2f3b38; --edge: #7f8d89; --accent: #6fcfbd;
  --on: #06211c; --wash: #1f302c; --mark: #3d3314; --mark-edge: #e5b84a; --bad: #ff9d94; --shade: 0 8px 40px rgb(0 0 0 / 60%);
  color-scheme: dark; }
:host(:not([data-inline])) .root { container-type: normal; }
[hidden] { display: none !important; }
button, textarea, input { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; border: 0; background: none; border-radius: 10px; }
button:disabled { cursor: default; opacity: .55; }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
  flex: none; display: block; }
.hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launch { display: flex; align-items: center; gap: 10px; min-height: 52px; padding: 0 20px 0 16px; border-radius: 26px;
  background: var(--accent); color: var(--on); font-weight: 600; box-shadow: var(--shade); }
.launch:hover { filter: brightness(1.08); }
.panel { display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--line); border-radius: 18px;
  overflow: hidden; }
:host(:not([data-inline])) .panel { position: fixed; right: 16px; bottom: 16px; width: min(420px, calc(100vw - 32px));
  height: min(680px, calc(100dvh - 32px)); box-shadow: var(--shade); }
:host(:not([data-inline])) .panel.beside { width: min(860px, calc(100vw - 32px)); }
:host([data-inline]) .panel { height: min(640px, 90dvh); min-height: 460px; }
.top { display: flex; align-items: center; gap: 4px; padding: 8px 8px 8px 18px; border-bottom: 1px solid var(--line); }
.top h2 { all: unset; font-weight: 650; flex: 1; min-width: 0; }
.top p { margin: 0; font-size: 13px; font-weight: 400; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.icon { width: 44px; height: 44px; display: grid; place-items: center; color: var(--soft); }
.icon:hover { background: var(--wash); color: var(--ink); }
.body { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr); }
.talk { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
.log { flex: 1; overflow-y: auto; padding: 18px; overscroll-behavior: contain; }
.log:focus-visible, .view:focus-visible { outline-offset: -3px; }
.log p, .log ul { margin: 0 0 8px; padding: 0; }
.log li { margin: 0 0 8px 18px; }
.hello { color: var(--soft); }
.chips { display: grid; gap: 8px; list-style: none; }
.log .chips li { margin: 0; }
.chip { width: 100%; min-height: 44px; text-align: left; padding: 9px 14px; border: 1px solid var(--line); border-radius: 12px;
  color: var(--accent); line-height: 1.4; }
.chip:hover { background: var(--wash); border-color: var(--accent); }
.log .asked { margin: 18px 0 10px auto; width: fit-content; max-width: 88%; background: var(--wash); border-radius: 16px 16px 4px 16px;
  padding: 9px 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.told { overflow-wrap: anywhere; }
.told strong { font-weight: 650; }
.log .wait { color: var(--soft); display: flex; gap: 10px; align-items: center; }
.wait::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: var(--accent); flex: none; }
.cite { display: inline-block; min-width: 26px; padding: 1px 6px; margin: 0 1px; border-radius: 7px; background: var(--wash); text-align: center;
  font-size: 13px; line-height: 22px; font-weight: 650; text-decoration: none; font-variant-numeric: tabular-nums; }
.cite:hover, .cite[aria-current] { background: var(--accent); color: var(--on); }
.refs { list-style: none; font-size: 14px; border-top: 1px solid var(--line); padding-top: 8px !important; }
.log .refs li { margin: 0 0 4px; }
.refs a { display: inline-block; min-height: 24px; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; margin: 0 0 4px -10px; color: var(--soft); font-size: 14px; }
.acts .icon[aria-pressed=true] { background: var(--accent); color: var(--on); }
.acts svg { width: 19px; height: 19px; }
.why { display: flex; gap: 8px; flex-wrap: wrap; margin: 6px 0 10px; }
.why label { font-size: 14px; color: var(--soft); flex-basis: 100%; }
.why input, textarea { border: 1px solid var(--edge); border-radius: 12px; background: var(--paper); padding: 10px 12px; min-width: 0; }
.why input { flex: 1; }
.small { min-height: 44px; padding: 0 16px; border: 1px solid var(--edge); color: var(--accent); font-weight: 600; }
.small:hover { border-color: var(--accent); background: var(--wash); }
.bad { color: var(--bad); }
.ask { display: flex; gap: 8px; align-items: flex-end; padding: 10px 12px 6px; border-top: 1px solid var(--line); }
textarea { flex: 1; resize: none; min-height: 46px; max-height: 132px; line-height: 1.5; field-sizing: content; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.send { width: 46px; height: 46px; display: grid; place-items: center; background: var(--accent); color: var(--on); border-radius: 12px; flex: none; }
.foot { margin: 0; padding: 0 16px 10px; font-size: 12.5px; color: var(--soft); line-height: 1.35; }
.view { min-width: 0; overflow-y: auto; padding: 16px 18px; background: var(--paper); overscroll-behavior: contain; }
.view header { display: flex; gap: 8px; align-items: flex-start; justify-content: space-between; }
.view h3 { margin: 8px 0 4px; font-size: 16px; font-weight: 650; line-height: 1.35; }
.view .plan { margin: 0 0 12px; font-size: 13.5px; color: var(--soft); line-height: 1.4; }
.cells { margin: 0; background: var(--mark); border-left: 5px solid var(--mark-edge); border-radius: 0 12px 12px 0; padding: 12px 14px; overflow-wrap: anywhere; }
.cells dl { margin: 0; }
.cells dt { font-size: 13px; }
.cells dd { margin: 0 0 10px; } .cells dd:last-child { margin: 0; } .cells p { margin: 0 0 8px; }
.go { display: inline-flex; align-items: center; min-height: 44px; margin-top: 10px; font-weight: 600; }
.beside .talk { display: none; }
@media (min-width: 760px) { :host(:not([data-inline])) .beside .body { grid-template-columns: 1fr 1fr; }
  :host(:not([data-inline])) .beside .talk { display: flex; } :host(:not([data-inline])) .beside .view { border-left: 1px solid var(--line); } }
@container (min-width: 640px) { .beside .body { grid-template-columns: 1fr 1fr; } .beside .talk { display: flex; }
  .beside .view { border-left: 1px solid var(--line); } }
@media (max-width: 520px) { :host(:not([data-inline])) .panel, :host(:not([data-inline])) .panel.beside { right: 0; bottom: 0; width: 100vw;
  height: 100dvh; border-radius: 0; border: 0; } }
@media (max-height: 420px) { .foot, .top p { display: none; } }
@media (prefers-reduced-motion: no-preference) { .wait::before { animation: pulse 1.1s infinite ease-in-out; }
  @keyframes pulse { 50% { opacity: .25; transform: scale(.7); } } }
@media (forced-colors: active) { .launch, .send, .panel, .cite { border: 1px solid; } }
@media print { :host { display: none !important; } }
`;

const ICONS = {
  chat: "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5",
  close: "M6 6l12 12 M18 6L6 18",
  fresh: "M12 5v14 M5 12h14",
  send: "M4 12l16-8-5 16-3.5-6.5z",
  copy: "M9 9h11v11H9z M5 15H4V4h11v1",
  up: "M7 11v9H4v-9z M7 11l4-7c1.7 0 2.5 1.2 2 3l-.8 3H18c1.4 0 2.2 1.1 1.9 2.4l-1.3 6c-.2.9-.9 1.6-1.9 1.6H7",
  down: "M17 13V4h3v9z M17 13l-4 7c-1.7 0-2.5-1.2-2-3l.8-3H6c-1.4 0-2.2-1.1-1.9-2.4l1.3-6C5.600 4.700 6.300 4 7.300 4H17",
};

// Building blocks. Text goes in as text nodes alone.

function el(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const iconButton = (name, label, act, more = {}) =>
  el("button", { type: "button", class: "icon", "aria-label": label, title: label, on: { click: act }, ...more }, icon(name));

const plain = (text) => text.replaceAll("**", "");

// An address of our server that may be followed; anything else, "javascript:" above all, leads to the server's home.
function address(url) {
  const found = new URL(url, BASE);
  return /^https?:$/.test(found.protocol) ? found.href : BASE;
}

class Widget {
  constructor() {
    this.conversation = null;
    this.busy = null; // the AbortController of the question that is being answered
    this.started = false;
    this.host = el("plan-assistant", { lang: LANGUAGE, "data-inline": INLINE, "data-assistant": true });
    this.shadow = this.host.attachShadow({ mode: "open" });
    this.style();
    this.build();
  }

  style() {
    const slot = document.querySelectorAll("plan-assistant[data-assistant]:not([data-inline])").length;
    const css = slot && !INLINE ? `${CSS} :host(:not([data-inline])) { bottom: ${16 + slot * 64}px !important; }` : CSS;
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      this.shadow.adoptedStyleSheets = [sheet];
    } catch { // browsers from before 2023; there the page's policy must allow styles
      this.shadow.append(el("style", {}, css));
    }
  }

  build() {
    const title = script.dataset.title || T.title;
    this.launch = el("button", { type: "button", class: "launch", "aria-expanded": "false", "aria-controls": "panel",
      on: { click: () => this.open() } }, icon("chat"), script.dataset.title || T.open);
    this.scope = el("p");
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", "aria-label": T.talk, tabindex: "0" });
    this.status = el("p", { class: "hide", role: "status", "aria-live": "polite" });
    this.input = el("textarea", { rows: "1", maxlength: "1000", "aria-label": T.label, placeholder: T.placeholder,
      enterkeyhint: "send", autocomplete: "off", on: { keydown: (event) => this.key(event) } });
    this.send = el("button", { class: "send", "aria-label": T.send, title: T.send }, icon("send"));
    const form = el("form", { class: "ask", on: { submit: (event) => { event.preventDefault(); this.ask(this.input.value); } } },
      this.input, this.send);
    this.banner = el("p", { class: "foot bad", role: "alert", hidden: true }, T.offline);
    this.view = el("div", { class: "view", role: "region", "aria-label": T.source, tabindex: "-1", hidden: true });
    this.panel = el("section", { class: "panel", id: "panel", role: INLINE ? "region" : "dialog", "aria-label": title,
      hidden: !INLINE, on: { keydown: (event) => this.escape(event) } },
      el("div", { class: "top" }, el("h2", { role: "heading", "aria-level": "2" }, title, this.scope),
        iconButton("fresh", T.fresh, () => this.fresh()),
        INLINE ? null : iconButton("close", T.close, () => this.close())),
      el("div", { class: "body" },
        el("div", { class: "talk" }, this.log, form, this.banner, el("p", { class: "foot" }, T.foot)), this.view),
      this.status);
    this.root = el("div", { class: "root" }, INLINE ? null : this.launch, this.panel);
    this.shadow.append(this.root);
    this.theme();
    addEventListener("offline", () => { this.banner.hidden = false; });
    addEventListener("online", () => { this.banner.hidden = true; });
    this.banner.hidden = navigator.onLine !== false;
  }

  theme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const set = () => this.root.classList.toggle("dark", script.dataset.theme ? script.dataset.theme === "dark" : dark.matches);
    dark.addEventListener("change", set);
    set();
  }

  // Opening and closing

  async show() {
    this.greet([]);
    if (INLINE) script.after(this.host);
    else document.documentElement.append(this.host);
    document.addEventListener("plan-assistant-open", (event) => { if (event.detail !== this) this.close(false); });
    const start = await this.start();
    if (start && !start.allowed) {
      console.error(`[plan-assistant] ${start.reason}`);
      this.host.remove();
    }
  }

  async start() {
    const query = new URLSearchParams([["language", LANGUAGE], ...PLANS.map((plan) => ["plan", plan])]);
    try {
      const response = await fetch(`${BASE}api/widget?${query}`, { credentials: "same-origin" });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const start = await response.json();
      this.started = true;
      const missing = PLANS.filter((plan) => !start.plans.some((known) => known.id === plan));
      if (missing.length && start.allowed) console.error(`[plan-assistant] data-plan: ${missing.join(", ")} ?`);
      const names = start.plans.map((plan) => [plan.province || plan.issuer || plan.id, plan.years.join("–")].join(" ").trim());
      this.scope.textContent = names.length > 3 ? `${T.about} ${names.length} ${T.all}` : `${T.about} ${names.join(", ")}`;
      this.suggestions = start.suggestions;
      if (this.welcome) this.greet(start.suggestions);
      return start;
    } catch (error) {
      console.warn(`[plan-assistant] ${BASE}: ${error.message}`);
      return null;
    }
  }

  greet(suggestions) {
    this.suggestions = suggestions;
    const chips = suggestions.map((text) =>
      el("li", {}, el("button", { type: "button", class: "chip", on: { click: () => this.ask(text) } }, text)));
    this.welcome = el("div", {}, el("p", { class: "hello" }, T.hello),
      chips.length ? el("ul", { class: "chips", "aria-label": T.suggestions }, ...chips) : null);
    this.log.replaceChildren(this.welcome);
  }

  open() {
    document.dispatchEvent(new CustomEvent("plan-assistant-open", { detail: this }));
    this.panel.hidden = false;
    this.launch.hidden = true;
    this.launch.setAttribute("aria-expanded", "true");
    this.input.focus();
    if (!this.started) this.start();
  }

  close(focus = true) {
    if (INLINE || this.panel.hidden) return;
    this.panel.hidden = true;
    this.launch.hidden = false;
    this.launch.setAttribute("aria-expanded", "false");
    if (focus) this.launch.focus();
  }

  escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (!this.view.hidden) this.hideSource();
    else this.close();
  }

  key(event) {
    // While an input method composes a letter, Enter belongs to it.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.ask(this.input.value);
    }
  }

  fresh() {
    if (this.busy) this.busy.abort("fresh");
    this.conversation = null;
    this.hideSource();
    this.greet(this.suggestions || []);
    this.input.focus();
  }

  // Asking

  ask(text) {
    const question = text.trim();
    if (!question || this.busy) return;
    this.input.value = "";
    if (this.welcome) this.welcome = null;
    const told = el("div", { class: "told" });
    const turn = el("article", { "aria-label": T.answer }, told);
    this.log.append(el("p", { class: "asked" }, el("span", { class: "hide" }, `${T.you}: `), question), turn);
    this.answer(question, turn, told);
    if (!INLINE || this.shadow.activeElement) this.input.focus();
  }

  async answer(question, turn, told) {
    const wait = el("p", { class: "wait" }, T.searching);
    told.replaceChildren(wait);
    turn.previousElementSibling.scrollIntoView({ block: "nearest" });
    this.log.scrollTop = this.log.scrollHeight;
    this.status.textContent = T.searching;
    const busy = this.busy = new AbortController();
    this.send.disabled = true;
    const slow = setTimeout(() => { wait.textContent = T.slow; this.status.textContent = T.slow; }, SLOW_AFTER);
    const give = setTimeout(() => busy.abort("slow"), GIVE_UP_AFTER);
    try {
      const answer = await this.stream(question, busy.signal, (text) => { clearTimeout(slow); told.replaceChildren(...this.render(text, [])); });
      this.conversation = answer.conversation;
      this.finish(turn, told, answer);
    } catch (error) {
      if (busy.signal.reason === "fresh") return;
      const reason = busy.signal.reason === "slow" ? T.stopped : error.told || (navigator.onLine === false ? T.offline : T.failed);
      this.fail(question, turn, told, reason);
    } finally {
      clearTimeout(slow);
      clearTimeout(give);
      if (this.busy === busy) this.busy = null;
      this.send.disabled = false;
    }
  }

  // The whole answer; `onText` is given the text so far. An error that the server explains carries it in `told`.
  async stream(question, signal, onText) {
    const body = { question, plans: PLANS };
    if (this.conversation) body.conversation = this.conversation;
    const response = await fetch(`${BASE}api/ask/stream`, {
      method: "POST", credentials: "same-origin", signal, body: JSON.stringify(body),
      headers: { "content-type": "application/json", "accept-language": LANGUAGE },
    });
    if (!response.ok) throw explained(await response.json().catch(() => ({})));
    const reader = response.body.getReader(), decoder = new TextDecoder();
    let held = "", text = "";
    for (;;) {
      const { value, done } = await reader.read();
      held += decoder.decode(value || new Uint8Array(), { stream: !done });
      const events = held.split(/\r?\n\r?\n/);
      held = events.pop();
      for (const event of events) {
        const kind = /^event: ?(.*)$/m.exec(event), data = /^data: ?(.*)$/m.exec(event);
        if (!kind || !data) continue;
        const said = JSON.parse(data[1]);
        if (kind[1] === "text") onText(text += said.text);
        else if (kind[1] === "reset") onText(text = "");
        else if (kind[1] === "error") throw explained(said);
        else if (kind[1] === "done") return said;
      }
      if (done) throw new Error("the stream ended early");
    }
  }

  finish(turn, told, answer) {
    told.replaceChildren(...this.render(answer.answer, answer.citations));
    if (answer.citations.length) {
      told.append(el("ul", { class: "refs", "aria-label": T.sources }, ...answer.citations.map((one) =>
        el("li", {}, `[${one.n}] `, this.link(one, one.label)))));
    }
    turn.append(this.acts(turn, answer));
    this.status.textContent = `${T.answer}: ${plain(answer.answer)}`;
    const asked = turn.previousElementSibling;
    this.log.scrollTop = Math.min(this.log.scrollHeight, asked.offsetTop - this.log.offsetTop - 12);
  }

  fail(question, turn, told, reason) {
    told.replaceChildren(el("p", { class: "bad" }, reason), el("button", { type: "button", class: "small",
      on: { click: () => { if (!this.busy) { this.answer(question, turn, told); this.input.focus(); } } } }, T.again));
    this.status.textContent = reason;
    this.log.scrollTop = this.log.scrollHeight;
  }

  // Paragraphs, lists, **emphasis** and [marks]; everything else is text.
  render(text, citations) {
    const blocks = [];
    for (const line of text.split("\n")) {
      if (!line.trim()) continue;
      const item = /^[-•] (.*)$/.exec(line);
      if (!item) blocks.push(el("p", {}, ...this.inline(line, citations)));
      else {
        if (blocks.length === 0 || blocks[blocks.length - 1].localName !== "ul") blocks.push(el("ul"));
        blocks[blocks.length - 1].append(el("li", {}, ...this.inline(item[1], citations)));
      }
    }
    return blocks;
  }

  inline(text, citations) {
    const made = [];
    let from = 0;
    for (const found of text.matchAll(/\*\*(.+?)\*\*|\[(\d{1,3})\]/g)) {
      const cited = found[2] ? citations.find((one) => one.n === Number(found[2])) : null;
      if (!found[1] && !cited) continue;
      made.push(text.slice(from, found.index), found[1] ? el("strong", {}, ...this.inline(found[1], citations)) : this.mark(cited));
      from = found.index + found[0].length;
    }
    made.push(text.slice(from));
    return made;
  }

  mark(citation) {
    const made = this.link(citation, String(citation.n));
    made.classList.add("cite");
    made.setAttribute("aria-label", `${T.source} ${citation.n}: ${citation.label}`);
    return made;
  }

  link(citation, text) {
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.showSource(citation, event.currentTarget);
    };
    return el("a", { href: address(citation.url), target: "_blank", rel: "noopener", title: citation.label, on: { click: open } }, text);
  }

  // What can be done with an answer

  acts(turn, answer) {
    const note = el("span", { role: "status" });
    const copy = iconButton("copy", T.copy, async () => {
      const sources = answer.citations.map((one) => `[${one.n}] ${one.label} – ${address(one.url)}`);
      await put([plain(answer.answer), ...sources].join("\n"), this.shadow);
      note.textContent = T.copied;
    });
    const votes = {};
    const vote = async (verdict, reason = "") => {
      const taken = votes[verdict].getAttribute("aria-pressed") === "true" && !reason ? null : verdict;
      try {
        const response = await fetch(`${BASE}api/feedback`, { method: "POST", credentials: "same-origin",
          headers: { "content-type": "application/json", "accept-language": LANGUAGE },
          body: JSON.stringify({ id: answer.id, verdict: taken, reason }) });
        if (!response.ok) throw explained(await response.json().catch(() => ({})));
      } catch (error) {
        note.textContent = error.told || T.failed;
        return false;
      }
      for (const one of ["up", "down"]) votes[one].setAttribute("aria-pressed", String(taken === one));
      why.hidden = taken !== "down" || Boolean(reason);
      note.textContent = taken ? T.thanks : "";
      return true;
    };
    for (const one of ["up", "down"]) votes[one] = iconButton(one, T[one], () => vote(one), { "aria-pressed": "false" });
    const input = el("input", { type: "text", id: `why-${answer.id}`, maxlength: "500", autocomplete: "off" });
    const why = el("form", { class: "why", hidden: true, on: { submit: async (event) => {
      event.preventDefault();
      if (await vote("down", input.value.trim() || "–")) votes.down.focus();
    } } }, el("label", { for: `why-${answer.id}` }, T.why), input, el("button", { class: "small" }, T.tell));
    return el("div", {}, el("div", { class: "acts" }, copy, votes.up, votes.down, note), why);
  }

  // The source beside the answer

  async showSource(citation, opener) {
    this.opener = opener;
    for (const mark of this.log.querySelectorAll("[aria-current]")) mark.removeAttribute("aria-current");
    if (opener.classList.contains("cite")) opener.setAttribute("aria-current", "true");
    const cells = el("div", { class: "cells" });
    this.fill(cells, citation.quote.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return citation.section === null && at > 0 ? [line.slice(0, at), line.slice(at + 2)] : ["", line];
    }));
    const heading = el("h3", { tabindex: "-1" }, citation.label);
    this.view.replaceChildren(
      el("header", {}, heading, iconButton("close", T.back, () => this.hideSource())),
      el("p", { class: "plan" }, citation.plan_title, citation.page ? ` · ${T.page} ${citation.page}` : ""),
      cells,
      el("a", { class: "go", href: `${address(citation.url)}${LANGUAGE === "en" ? "?lang=en" : ""}`, target: "_blank", rel: "noopener" },
        T.inPlan, el("span", { class: "hide" }, ` (${T.newTab})`), "\u00a0↗"));
    this.view.hidden = false;
    this.panel.classList.add("beside");
    heading.focus();
    try {
      const path = citation.anchor.split("/").map(encodeURIComponent).join("/");
      const response = await fetch(`${BASE}api/sources/${path}?language=${LANGUAGE}`, { credentials: "same-origin" });
      if (!response.ok) return;
      const source = await response.json();
      if (source.cells.length) this.fill(cells, source.cells);
      else if (source.kind === "section") this.fill(cells, [source.heading, ...source.paragraphs].map((text) => ["", text]));
    } catch { /* the quote of the answer stays */ }
  }

  fill(cells, pairs) {
    const named = pairs.some(([name]) => name);
    const list = named ? el("dl") : el("div");
    for (const [name, text] of pairs) {
      if (named) list.append(el("dt", {}, name), el("dd", {}, text));
      else if (text) list.append(el("p", {}, text));
    }
    cells.replaceChildren(list);
  }

  hideSource() {
    if (this.view.hidden) return;
    this.view.hidden = true;
    this.panel.classList.remove("beside");
    if (this.opener) { this.opener.removeAttribute("aria-current"); this.opener.focus(); }
  }
}

function explained(problem) {
  const error = new Error(problem.title || "refused");
  error.told = problem.detail;
  return error;
}

async function put(text, shadow) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "hide", "aria-hidden": "true" });
    area.value = text;
    shadow.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

const widget = new Widget();
const show = () => widget.show();
if (INLINE || document.body) show();
else document.addEventListener("DOMContentLoaded", show, { once: true });
})();
