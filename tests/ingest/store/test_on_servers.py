"""What only servers can be or suffer: a lock that goes with its session, a server that is away, paused or emptied."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import pytest_socket
from sqlalchemy import create_engine, make_url, text

from bots.doctor.findings import Level
from bots.doctor.services import check_database
from ingest.backup import back_up, load_backup
from ingest.passages import passages
from ingest.settings import Settings
from ingest.store import chroma, kept_vectors
from ingest.store.chroma import ChromaServer
from ingest.store.database import CatalogueDatabase
from ingest.store.engine import database_address
from ingest.store.errors import IndexBusyError, StoreError, VectorsAwayError
from ingest.store.plan_store import PlanStore, open_store
from ingest.store.records import ScoredPassage
from ingest.store.vectors import VectorIndex
from tests import servers
from tests.bots.state.samples import answer_of, state_in
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in, stores_in
from tests.ingest.store.test_migrations import BOTS, differences

pytestmark = [
    pytest.mark.own_servers,
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of connections that a killed server cut
    pytest.mark.skipif(bool(servers.missing()), reason=servers.missing() or "the servers can be started"),
]


@pytest.fixture(scope="module")
def both() -> Iterator[servers.Servers]:
    """Servers of this module's own, for some of its tests kill them."""
    pytest_socket.enable_socket()
    with servers.running() as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv(servers.DATABASE_SERVER, started.database.url)
        patch.setenv(servers.CHROMA_SERVER, started.chroma.url)
        yield started


@pytest.fixture(autouse=True)
def _many_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has Chroma be asked for meaning, as over the plans of all provinces; a few vectors are compared without it."""
    monkeypatch.setattr(kept_vectors, "_FEW", 0)


@pytest.fixture
def store(both: servers.Servers, tmp_path: Path) -> Iterator[PlanStore]:
    """A store that holds a plan."""
    made = store_in(tmp_path, wait=0.5)
    made.add(sample_plan())
    yield made
    made.close()


def end_sessions(both: servers.Servers) -> None:
    """Have PostgreSQL end all its sessions, as it does when it is restarted."""
    engine = create_engine(both.database.url)
    with engine.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datid > 0")
        )
    engine.dispose()


def test_the_settings_name_the_servers(both: servers.Servers, tmp_path: Path) -> None:
    settings = servers.settings_for(tmp_path / "index").model_copy(update={"embedding_model": "test"})
    made = open_store(settings, BagOfWords)
    made.add(sample_plan())
    assert made.search_words("bệnh án")
    assert made.search_meaning("bệnh án")
    made.close()
    assert not (tmp_path / "index").exists(), "nothing is kept on this machine"


def test_one_writer_at_a_time(store: PlanStore, tmp_path: Path) -> None:
    other = store_in(tmp_path, wait=0.3)
    with store.writing():
        with store.writing():  # the same thread may go on
            pass
        with pytest.raises(IndexBusyError, match="một tiến trình khác đang ghi"):
            in_another_thread(lambda: other.add(sample_plan("an-nhon-2026")))
    other.add(sample_plan("an-nhon-2026"))
    other.close()


def in_another_thread(work: object) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]


def test_a_writer_that_lost_its_session_has_lost_the_lock_and_changes_nothing(
    store: PlanStore, both: servers.Servers, tmp_path: Path
) -> None:
    other = store_in(tmp_path, wait=5)
    before = store.catalogue.generation()
    with store.writing():
        end_sessions(both)
        in_another_thread(lambda: other.add(sample_plan("an-nhon-2026")))
        with pytest.raises(StoreError, match="máy chủ PostgreSQL"):
            store.catalogue.generation()
        with pytest.raises(StoreError, match="mất kết nối với cơ sở dữ liệu trong khi ghi"):
            store.catalogue.replace(sample_plan(tasks=("Việc của người đã mất khóa",)), ())
    assert other.catalogue.plan("ben-tre-2027") == sample_plan()
    assert other.catalogue.generation() == before + 1
    store.add(sample_plan(tasks=("Việc mới",)))  # by itself it connects anew
    assert store.catalogue.has("an-nhon-2026")
    other.close()


def test_a_database_killed_in_the_middle_of_an_ingest_leaves_the_former_state(
    store: PlanStore, both: servers.Servers, tmp_path: Path
) -> None:
    class Killing(BagOfWords):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            both.database.kill()
            return super().embed_documents(texts)

    dying = store_in(tmp_path, Killing(), wait=0.5)
    changed = sample_plan(tasks=("Một việc mới", "Một việc mới nữa"))
    with pytest.raises(StoreError, match="cơ sở dữ liệu") as told:
        dying.add(changed)
    assert "plans@127.0.0.1" in told.value.english
    with pytest.raises(StoreError, match="máy chủ PostgreSQL"):
        store.search_words("bệnh án")
    both.database.start()
    assert store.catalogue.plan("ben-tre-2027") == sample_plan()
    assert store.search_words("bệnh án điện tử")
    store.add(changed)
    assert store.catalogue.plan("ben-tre-2027") == changed
    assert store.is_complete()
    assert store.vectors.count() == len({passage.search_text for passage in passages(changed)})
    dying.close()


def test_without_chroma_the_vectors_of_the_catalogue_stand_in(
    store: PlanStore, both: servers.Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = store.search_meaning("bệnh án")
    both.chroma.kill()
    assert store.search_words("bệnh án")
    assert store.search_meaning("bệnh án") == approximately(found), "the catalogue keeps all vectors too"
    with pytest.raises(VectorsAwayError, match="CHROMA_URL"):
        store.vectors.check()
    monkeypatch.setattr(kept_vectors, "_MANY", 0)
    other = store_in(tmp_path)
    with pytest.raises(VectorsAwayError, match="CHROMA_URL"):
        other.search_meaning("bệnh án")
    other.close()
    assert store.search_meaning("bệnh án", ["ben-tre-2027"]), "the vectors of named plans are in the catalogue"
    with pytest.raises(VectorsAwayError, match="CHROMA_URL"):
        store.add(sample_plan(tasks=("Một việc mới",)))
    assert store.catalogue.plan("ben-tre-2027") == sample_plan()
    both.chroma.start()
    servers.wait_until(lambda: answers(store), "the vectors")
    store.add(sample_plan(tasks=("Một việc mới",)))


def answers(store: PlanStore) -> bool:
    """Whether Chroma itself finds something."""
    try:
        return bool(store.vectors.search(BagOfWords().embed_query("bệnh án"), None, None, 5))
    except VectorsAwayError:
        return False


def approximately(found: list[ScoredPassage]) -> list[ScoredPassage]:
    """The same passages in the same order; scores come as the two ways of comparing round them."""
    return [ScoredPassage(one.passage, pytest.approx(one.score, abs=1e-4)) for one in found]  # type: ignore[arg-type]


def test_a_chroma_server_that_hangs_holds_nobody_up_for_long(
    both: servers.Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "_REQUEST_SECONDS", 2.0)
    store = store_in(tmp_path)
    store.add(sample_plan())
    assert answers(store)
    both.chroma.pause()
    try:
        for longest in (6.0, 1.0):
            began = time.monotonic()
            assert not answers(store)
            assert time.monotonic() - began < longest, "only the first waits"
    finally:
        both.chroma.resume()
    servers.wait_until(lambda: answers(store), "the vectors")
    store.close()


def test_vectors_that_are_gone_are_missed_and_rebuilt(store: PlanStore, tmp_path: Path) -> None:
    other = store_in(tmp_path)
    found = other.search_meaning("bệnh án")
    assert found
    store.vectors.clear()
    assert other.search_meaning("bệnh án") == approximately(found), "the catalogue keeps all vectors too"
    assert not answers(store)
    assert not store.is_complete()
    assert store.complete() == 0, "they are taken from the catalogue"
    servers.wait_until(lambda: answers(store), "the vectors")
    assert other.search_meaning("bệnh án") == approximately(found)
    other.close()


def test_two_indexes_on_one_server_do_not_meet(store: PlanStore, tmp_path: Path) -> None:
    other = store_in(tmp_path / "other")
    other.add(sample_plan("an-nhon-2026"))
    assert {hit.passage.anchor.plan for hit in other.search_meaning("bệnh án")} == {"an-nhon-2026"}
    assert {hit.passage.anchor.plan for hit in store.search_meaning("bệnh án")} == {"ben-tre-2027"}
    other.remove("an-nhon-2026")
    assert store.search_meaning("bệnh án")
    other.close()


def test_the_files_that_plans_were_read_from_are_found_on_every_machine(
    store: PlanStore, both: servers.Servers, tmp_path: Path
) -> None:
    file = tmp_path / "ke-hoach.txt"
    file.write_bytes("Kế hoạch".encode())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with store.writing():
        store.files.keep(file, digest)
    elsewhere = PlanStore(tmp_path / "elsewhere", store.catalogue, store.vectors, "test")
    path = elsewhere.files.path(digest)
    assert path is not None
    assert path.read_bytes() == file.read_bytes()
    assert elsewhere.files.path("0" * 64) is None
    with pytest.raises(StoreError, match="đã thay đổi"):
        store.files.keep(file, "1" * 64)
    store.add(sample_plan())
    assert not (tmp_path / "sources" / digest).exists()


def test_the_doctor_sees_a_server_that_lets_nobody_write(
    both: servers.Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_in(tmp_path).close()
    url = make_url(str(servers.database_url_for(tmp_path)))
    options = f"{url.query['options']} -cdefault_transaction_read_only=on"  # as a standby has it
    standby = url.update_query_dict({"options": options}).render_as_string(hide_password=False)
    settings = Settings.model_construct(plan_index=tmp_path, database_url=standby)
    (found,) = check_database(settings)
    assert (found.level, "DATABASE_URL" in found.vietnamese, "standby" in found.english) == (Level.FAULT, True, True)
    (found,) = check_database(servers.settings_for(tmp_path))
    assert found.level is Level.OK


def test_a_backup_of_a_folder_is_loaded_onto_servers_and_back_again(both: servers.Servers, tmp_path: Path) -> None:
    """What the bots remember comes along, into tables that the servers lack and into tables that they have."""
    file = tmp_path / "ke-hoach.txt"
    file.write_bytes("Kế hoạch".encode())
    plan = sample_plan(sha256=hashlib.sha256(file.read_bytes()).hexdigest())
    with pytest.MonkeyPatch.context() as in_files:
        in_files.delenv(servers.DATABASE_SERVER)
        in_files.delenv(servers.CHROMA_SERVER)
        made = stores_in(tmp_path / "first")
        made.public.add(plan, source=file)
        made.adding(internal=True).add(sample_plan("an-nhon-2026"))
        with closing(state_in(tmp_path / "first")) as state:
            for question in ("Một?", "Hai?"):
                state.conversations.record("a", "web", question, answer_of())
            state.unanswered.note("Giá vàng?", "web", answer_of("Không có."))
        back_up(made, tmp_path / "of-folder.zip")
    onto = stores_in(tmp_path / "second", model := BagOfWords())
    for _ in range(2):
        assert load_backup(onto, tmp_path / "of-folder.zip", force=True).files == 1
        assert model.asked == [], "the vectors come along"
        assert onto.public.catalogue.plan(plan.id) == plan
        assert onto.internal.catalogue.has("an-nhon-2026")
        assert onto.public.search_words("bệnh án điện tử")
        with closing(state_in(tmp_path / "second")) as state:
            assert state.conversations.earlier_questions("a") == ("Một?", "Hai?")
            assert [one.question for one in state.unanswered.latest()] == ["Giá vàng?"]
            state.conversations.record("a", "web", "Ba?", answer_of())  # numbers go on from those that came along
            assert state.conversations.earlier_questions("a") == ("Một?", "Hai?", "Ba?")
            with state.database.transaction() as connection:
                assert differences(connection, BOTS) == []
    back_up(onto, tmp_path / "of-servers.zip")
    with pytest.MonkeyPatch.context() as in_files:
        in_files.delenv(servers.DATABASE_SERVER)
        in_files.delenv(servers.CHROMA_SERVER)
        again = stores_in(tmp_path / "third", model)
        load_backup(again, tmp_path / "of-servers.zip")
        assert again.public.catalogue.plan(plan.id) == plan
        assert (kept := again.public.files.path(plan.source.sha256))
        assert kept.read_bytes() == file.read_bytes()
        assert [one.id for one in again.joint.catalogue.plans() if one.internal] == ["an-nhon-2026"]
        assert again.public.search_meaning("bệnh án") == approximately(onto.public.search_meaning("bệnh án"))
        assert model.asked == []
        with closing(state_in(tmp_path / "third")) as state:
            assert state.conversations.earlier_questions("a") == ("Một?", "Hai?", "Ba?")
            with state.database.transaction() as connection:
                assert differences(connection, BOTS) == []


def test_what_the_bots_remembered_in_an_earlier_form_is_upgraded_after_it_was_loaded(
    both: servers.Servers, tmp_path: Path
) -> None:
    with closing(state_in(tmp_path / "first")) as state:
        state.conversations.record("a", "web", "Một?", answer_of())
        with state.database.transaction() as connection:  # as it was before rates were counted
            connection.execute(text("UPDATE bot_version SET version_num = '0001'"))
            connection.execute(text("DROP TABLE bot_rates"))
            for name in ("counter", "message", "sent_after", "reply"):
                connection.execute(text(f"ALTER TABLE bot_telegram_updates DROP COLUMN {name}"))
    back_up(stores_in(tmp_path / "first"), tmp_path / "earlier.zip")
    onto = stores_in(tmp_path / "second")
    with closing(state_in(tmp_path / "second")) as state:
        state.conversations.record("b", "web", "Hai?", answer_of())
    load_backup(onto, tmp_path / "earlier.zip")
    with closing(state_in(tmp_path / "second")) as state:
        assert (state.conversations.is_open("a"), state.conversations.is_open("b")) == (True, False)
        with state.database.transaction() as connection:
            assert differences(connection, BOTS) == []


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    port = servers.free_port()
    url = database_address(f"postgresql://user:secret@127.0.0.1:{port}/plans")
    database = CatalogueDatabase(url)
    with pytest.raises(StoreError, match="máy chủ PostgreSQL") as told, database.transaction():
        pass
    assert "secret" not in told.value.english + told.value.vietnamese
    settings = Settings.model_construct(plan_index=tmp_path, database_url=url.render_as_string(hide_password=False))
    with pytest.raises(StoreError, match="máy chủ PostgreSQL"):
        open_store(settings, BagOfWords, must_exist=True)


def test_the_options_of_the_address_are_kept(both: servers.Servers) -> None:
    url = make_url(both.database.url).update_query_dict({"options": "-csearch_path=pg_catalog"})
    database = CatalogueDatabase(url)
    with database.transaction() as connection:
        assert connection.execute(text("SHOW search_path")).scalar() == "pg_catalog"
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "repeatable read"
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "1min"
    database.close()


def test_the_token_is_sent_as_a_bearer(tmp_path: Path) -> None:
    seen: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization", ""))
            self.send_response(401)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        index = VectorIndex(tmp_path, BagOfWords, ChromaServer(url, token="bí-mật".encode().hex()))
        with pytest.raises(VectorsAwayError, match="CHROMA_TOKEN") as told:
            index.check()
    assert seen == ["Bearer " + "bí-mật".encode().hex()]
    assert "bí-mật".encode().hex() not in told.value.english
