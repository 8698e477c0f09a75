"""The widget and the pages in Chromium, as a citizen meets them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bots.state import Verdict
from bots.web.app import create_app
from bots.web.services import Services
from tests.bots.web.serving import HOSTILE, TOKEN, served, services_in

pytestmark = [pytest.mark.enable_socket, pytest.mark.once(reason="is about what a browser shows")]

WHO = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện của Bến Tre?"
ROW = "ben-tre-2027/pl-1/I/2"
PHONE = {"width": 360, "height": 720}
HOSTILE_CSS = """
* { all: unset !important; display: none !important; color: red !important; font-size: 3px !important; }
plan-assistant { display: none !important; position: static !important; transform: scale(0) !important; }
plan-assistant { opacity: 0 !important; visibility: hidden !important; pointer-events: none !important; }
html { filter: none; letter-spacing: 2em; text-transform: uppercase; direction: rtl; }
html, body { display: block !important; }
"""


@dataclass
class Site:
    """The server of the assistant, the page of a department on another port, and one that is not on the list."""

    services: Services
    url: str
    department: str
    stranger: str


def department(widgets: str) -> FastAPI:
    """A department's site: its page carries the widget, a strict policy and a hostile style sheet."""
    app = FastAPI()
    policy = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'self'; require-trusted-types-for 'script'"

    @app.get("/hostile.css")
    def css() -> Response:
        return Response(HOSTILE_CSS, media_type="text/css")

    @app.get("/{kind}")
    def page(request: Request, kind: str) -> HTMLResponse:
        assistant = request.query_params["at"]
        scripts = [f'<script src="{assistant}/widget.js" data-plan="ben-tre-2027"></script>']
        if kind == "two":
            scripts.append(f'<script src="{assistant}/widget.js" data-plan="lao-cai-2028" data-language="en"></script>')
        sheet = '<link rel="stylesheet" href="/hostile.css">' if kind == "hostile" else ""
        head = f'<!doctype html><html lang="vi"><head><title>Sở Y tế</title>{sheet}</head>'
        text = f"{head}<body><main><h1>Sở Y tế</h1></main>{''.join(scripts)}</body></html>"
        return HTMLResponse(text, headers={"content-security-policy": policy.format(assistant)})

    return app


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    import pytest_socket

    pytest_socket.enable_socket()  # the servers of the module start before the first test's own mark is seen
    with ExitStack() as stack:
        host = stack.enter_context(served(department("")))
        services = services_in(tmp_path_factory.mktemp("browser"), allowed_origins=host)
        url = stack.enter_context(served(create_app(services)))
        yield Site(services, url, host, host.replace("127.0.0.1", "localhost"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which any fault of a script fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="vi-VN")
    context.set_default_timeout(8000)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []


def ask(page: Page, question: str) -> Locator:
    """Asks and gives the answer when it is whole."""
    before = page.locator("article").count()
    page.get_by_label("Câu hỏi của bạn").fill(question)
    page.keyboard.press("Enter")
    answer = page.locator("article").nth(before)
    expect(answer.get_by_role("button", name="Sao chép")).to_be_visible()
    return answer


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(
    "question",
    [
        WHO,
        "ai chu tri trien khai benh an dien tu tai cac benh vien cua ben tre",
        "who leads electronic medical records in Ben Tre?",
    ],
)
def test_a_question_in_any_form_is_answered(site: Site, page: Page, question: str) -> None:
    page.goto(site.url)
    answer = ask(page, question)
    expect(answer.locator("strong").first).to_have_text("Phòng Nghiệp vụ Y")
    expect(answer.locator("a.cite").first).to_have_text("1")


def test_the_answer_comes_in_as_it_is_written(site: Site, page: Page) -> None:
    page.goto(site.url)
    page.evaluate(
        """() => { window.lengths = []; const shadow = document.querySelector("plan-assistant").shadowRoot;
        const note = () => window.lengths.push(shadow.querySelector(".told")?.textContent.length);
        new MutationObserver(note)
          .observe(shadow, { childList: true, subtree: true, characterData: true }); }"""
    )
    ask(page, WHO)
    lengths = page.evaluate("window.lengths")
    assert len({length for length in lengths if length}) > 2


def test_a_suggested_question_is_asked_by_a_click(site: Site, page: Page) -> None:
    page.goto(site.url)
    page.get_by_role("list", name="Câu hỏi gợi ý").get_by_role("button").first.click()
    expect(page.locator("article a.cite").first).to_be_visible()


def test_a_mark_opens_the_row_beside_the_answer_and_then_in_the_plan(site: Site, page: Page) -> None:
    page.goto(site.url)
    ask(page, WHO).locator("a.cite").first.click()
    view = page.get_by_role("region", name="Nguồn")
    expect(view.get_by_role("heading")).to_have_text("Sở Y tế Bến Tre 2027, Phụ lục 1, I.2")
    expect(view.get_by_text("Bà Trần Thị Hoa - PGĐ Sở").or_(view.get_by_text("Ông Lê Văn Nam - GĐ Sở"))).to_be_visible()
    expect(page.locator("article").first).to_be_visible()
    with page.context.expect_page() as opened:
        view.get_by_role("link", name="Mở trong kế hoạch").click()
    plan = opened.value
    assert plan.url == f"{site.url}/sources/{ROW}"
    expect(plan.locator("tr.cited")).to_be_in_viewport()
    expect(plan.locator("tr.cited")).to_contain_text("Phòng Nghiệp vụ Y")
    page.keyboard.press("Escape")
    expect(view).to_be_hidden()
    assert page.evaluate("document.querySelector('plan-assistant').shadowRoot.activeElement.className") == "cite"


def test_a_follow_up_and_a_new_conversation(site: Site, page: Page) -> None:
    page.goto(site.url)
    ask(page, WHO)
    expect(ask(page, "Còn đơn vị phối hợp?")).to_contain_text("Thanh tra Sở")
    page.get_by_role("button", name="Cuộc hỏi mới").click()
    expect(page.locator("article")).to_have_count(0)
    expect(ask(page, "Còn đơn vị phối hợp?")).not_to_contain_text("Thanh tra Sở")


def test_feedback_is_stored_with_its_reason(site: Site, page: Page) -> None:
    page.goto(site.url)
    answer = ask(page, WHO)
    answer.get_by_role("button", name="Chưa đúng").click()
    answer.get_by_label("Chưa đúng ở chỗ nào?").fill("thiếu đơn vị")
    answer.get_by_role("button", name="Gửi góp ý").click()
    expect(answer.get_by_text("Cảm ơn bạn đã góp ý.")).to_be_visible()
    expect(answer.get_by_role("button", name="Chưa đúng")).to_have_attribute("aria-pressed", "true")
    kept = site.services.state.feedback.latest()[0]
    assert (kept.verdict, kept.reason, kept.question, kept.anchors) == (Verdict.DOWN, "thiếu đơn vị", WHO, (ROW,))


def test_the_answer_can_be_copied_with_its_sources(site: Site, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url)
    ask(page, WHO).get_by_role("button", name="Sao chép").click()
    expect(page.get_by_text("Đã sao chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Phòng Nghiệp vụ Y" in copied
    assert f"{site.url}/sources/{ROW}" in copied
    assert "**" not in copied


def test_an_error_is_told_and_the_question_asked_again(site: Site, page: Page) -> None:
    page.goto(site.url)
    page.route("**/api/ask/stream", lambda route: route.abort())
    page.get_by_label("Câu hỏi của bạn").fill(WHO)
    page.get_by_role("button", name="Gửi câu hỏi").click()
    expect(page.locator("article .bad")).to_contain_text("Chưa nhận được câu trả lời")
    page.unroute("**/api/ask/stream")
    page.get_by_role("button", name="Hỏi lại").click()
    expect(page.locator("article strong").first).to_have_text("Phòng Nghiệp vụ Y")
    expect(page.locator("article")).to_have_count(1)


def test_what_the_server_refuses_is_told_in_its_words(site: Site, page: Page) -> None:
    page.goto(site.url)
    problem = '{"title": "Hỏi quá nhanh", "detail": "Bạn hỏi hơi nhanh; hãy thử lại sau 7 giây."}'
    page.route("**/api/ask/stream", lambda route: route.fulfill(status=429, body=problem))
    page.get_by_label("Câu hỏi của bạn").fill(WHO)
    page.keyboard.press("Enter")
    expect(page.locator("article .bad")).to_have_text("Bạn hỏi hơi nhanh; hãy thử lại sau 7 giây.")


def test_a_stream_that_breaks_off_is_an_error(site: Site, page: Page) -> None:
    page.goto(site.url)
    cut = 'event: text\ndata: {"text": "Phòng"}\n\nevent: te'
    page.route("**/api/ask/stream", lambda route: route.fulfill(status=200, content_type="text/event-stream", body=cut))
    page.get_by_label("Câu hỏi của bạn").fill(WHO)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hỏi lại")).to_be_visible()


def test_a_slow_network_is_told_and_given_up_in_the_end(site: Site, page: Page) -> None:
    page.clock.install()
    page.goto(site.url)
    page.route("**/api/ask/stream", lambda route: None)  # never answered
    page.get_by_label("Câu hỏi của bạn").fill(WHO)
    page.keyboard.press("Enter")
    expect(page.locator("article .wait")).to_have_text("Đang tìm trong các kế hoạch…")
    page.clock.run_for(7_000)
    expect(page.locator("article .wait")).to_have_text("Mạng chậm, vẫn đang chờ…")
    page.clock.run_for(40_000)
    expect(page.locator("article .bad")).to_have_text("Máy chủ trả lời quá chậm. Hãy hỏi lại sau ít phút.")
    expect(page.get_by_role("button", name="Hỏi lại")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")


def test_without_a_network_the_reader_is_told(site: Site, page: Page) -> None:
    page.goto(site.url)
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_have_text("Đang mất kết nối mạng.")
    page.get_by_label("Câu hỏi của bạn").fill(WHO)
    page.keyboard.press("Enter")
    expect(page.locator("article .bad")).to_have_text("Đang mất kết nối mạng.")
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Hỏi lại").click()
    expect(page.locator("article strong").first).to_have_text("Phòng Nghiệp vụ Y")


def test_everything_can_be_done_with_the_keyboard(site: Site, page: Page) -> None:
    page.goto(f"{site.department}/plain?at={site.url}")
    expect(page.get_by_role("button", name="Hỏi về kế hoạch")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()
    page.keyboard.type("Ai chủ trì bệnh án điện tử?")
    page.keyboard.press("Enter")
    mark = page.locator("article a.cite").first
    expect(mark).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if mark.evaluate("mark => mark.getRootNode().activeElement === mark"):
            break
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Nguồn").get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Hỏi về kế hoạch")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_enter_that_composes_a_letter_sends_nothing(site: Site, page: Page) -> None:
    page.goto(site.url)
    box = page.get_by_label("Câu hỏi của bạn")
    box.fill("Ai chu tri")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    page.keyboard.press("Shift+Enter")
    assert page.locator("article").count() == 0


@pytest.mark.parametrize(
    "path", ["/", f"/sources/{ROW}", "/sources/ben-tre-2027", "/sources/ben-tre-2027/I.1", "/?lang=en", "/problems"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone_in_light_and_dark_and_axe_finds_nothing(
    site: Site, page: Page, path: str, scheme: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 720})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    light = sum(map(int, re.findall(r"\d+", background)[:3])) > 380
    assert light == (scheme == "light")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing_in_the_open_widget(site: Site, page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 760})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site.department}/plain?at={site.url}")
    page.get_by_role("button", name="Hỏi về kế hoạch").click()
    expect(page.get_by_role("list", name="Câu hỏi gợi ý")).to_be_visible()
    assert violations(page) == []
    answer = ask(page, WHO)
    answer.get_by_role("button", name="Chưa đúng").click()
    expect(answer.get_by_label("Chưa đúng ở chỗ nào?")).to_be_visible()
    assert violations(page) == []
    answer.locator("a.cite").first.click()
    expect(page.get_by_role("region", name="Nguồn")).to_be_visible()
    assert violations(page) == []
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_axe_finds_nothing_on_the_evaluators_page(site: Site, page: Page) -> None:
    page.set_extra_http_headers({"authorization": f"Bearer {TOKEN}"})
    page.goto(f"{site.url}/evaluator")
    expect(page.get_by_role("heading", level=1)).to_have_text("Theo dõi chất lượng")
    assert violations(page) == []


def test_a_hostile_style_sheet_and_a_strict_policy_change_nothing(site: Site, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{site.department}/hostile?at={site.url}")
    launch = page.get_by_role("button", name="Hỏi về kế hoạch")
    expect(launch).to_be_visible()
    box = launch.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] + box["width"] > 1100
    launch.click()
    answer = ask(page, "Ai chủ trì bệnh án điện tử?")
    style = answer.evaluate(
        "one => { const s = getComputedStyle(one); return [s.fontSize, s.letterSpacing, s.textTransform, s.direction] }"
    )
    assert style == ["16px", "normal", "none", "ltr"]
    assert refused == []


def test_two_widgets_on_a_page_keep_apart(site: Site, page: Page) -> None:
    page.goto(f"{site.department}/two?at={site.url}")
    vietnamese, english = (
        page.get_by_role("button", name="Hỏi về kế hoạch"),
        page.get_by_role("button", name="Ask about the plans"),
    )
    first, second = vietnamese.bounding_box(), english.bounding_box()
    assert first is not None
    assert second is not None
    assert second["y"] + second["height"] <= first["y"]
    vietnamese.click()
    expect(ask(page, "Ai chủ trì bệnh án điện tử?")).to_contain_text("Bến Tre 2027")
    page.keyboard.press("Escape")
    english.click()
    page.get_by_label("Your question").fill("Ai chủ trì bệnh án điện tử?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Plan assistant").locator("article")).to_contain_text("Lào Cai 2028")
    expect(page.get_by_role("dialog", name="Trợ lý kế hoạch")).to_be_hidden()


def test_a_site_that_is_not_on_the_list_is_told_why_and_shows_nothing(site: Site, page: Page) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{site.stranger}/plain?at={site.url}")
    page.wait_for_load_state("networkidle")
    expect(page.locator("plan-assistant")).to_have_count(0)
    assert any("ALLOWED_ORIGINS" in text and site.stranger in text for text in told)


def test_markup_is_never_interpreted(site: Site, page: Page) -> None:
    page.goto(site.url)
    answer = ask(page, f"Ai chủ trì kiểm thử mã độc của Hà Giang? {HOSTILE}")
    expect(page.locator(".asked")).to_contain_text("<script>window.hacked=1</script>")
    answer = ask(page, "Mục tiêu kiểm thử mã độc của Hà Giang là gì?")
    expect(answer).to_contain_text("<img src=x")
    answer.locator("a.cite").first.click()
    expect(page.get_by_role("region", name="Nguồn")).to_contain_text("<img src=x")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert (
        page.evaluate("document.querySelector('plan-assistant').shadowRoot.querySelectorAll('img, script').length") == 0
    )


def test_the_source_page_works_without_scripts_and_prints(site: Site, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 900, "height": 500})
    page = context.new_page()
    page.goto(f"{site.url}/sources/ben-tre-2027/pl-2/4")
    expect(page.locator("tr.cited")).to_be_in_viewport()
    expect(page.locator("tr.cited")).to_contain_text("Sửa chữa trạm y tế")
    expect(page.get_by_role("table")).to_have_count(1)
    expect(page.locator("#cite-text")).to_contain_text("Sở Y tế Bến Tre 2027, Phụ lục 2, STT 4")
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("tr.cited")).to_be_visible()
    context.close()


def test_a_cited_section_is_marked_with_the_headings_over_it(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/sources/ben-tre-2027/I.1")
    expect(page.locator(".part.cited")).to_be_in_viewport()
    expect(page.locator(".part.cited")).to_contain_text("điện mặt trời")
    expect(page.get_by_role("navigation", name="Trong kế hoạch")).to_contain_text("MỤC ĐÍCH, YÊU CẦU")


def test_the_widget_stays_small() -> None:
    from bots.web.routes.widget import SCRIPT

    assert SCRIPT.stat().st_size < 40_000
