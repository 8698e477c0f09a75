"""One trial: an ingest is killed, questions are asked before, during and after, and the next run completes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.store.plan_store import open_store
from ingest.store.records import vector_id
from tests.faults.answers import FORMER, NEW, Reader, Reference, State, ask_all, opened
from tests.faults.ingesting import Model, kill, model_of, start
from tests.faults.places import Place, kept_files
from tests.faults.plans import write_plans
from tests.servers import settings_for


@dataclass
class Trial:
    """What became of one ingest that was killed."""

    share: float
    """When it was killed: how much of the time had passed that such an ingest lately took."""
    was_at_work: bool
    state: State | None
    """The whole state found after the kill, None where it was no whole one."""
    asked: int
    faults: list[str] = field(default_factory=list)
    """Everything that should not have been, in words."""


class Bench:
    """The folders, the model and the right answers that all trials share."""

    def __init__(self, folder: Path, model: str, place: Place, reference: Reference, files: Path) -> None:
        """`folder/former` names the index as it is before each ingest, `files` is what is added."""
        self.place = place
        self.folder = folder
        self.model = model
        self.embeddings: Model = model_of(model)
        self.reference = reference
        self.files = files
        self.lately = 0.0
        """Seconds that an ingest takes that nobody kills, as it was last seen: that changes with what else goes on."""

    def measure(self, times: int = 2) -> float:
        """Have an ingest done that nobody kills while questions are asked, and again since a first one takes longer;
        the seconds that the last takes."""
        for _ in range(times):
            self.lately = self._once()
        return self.lately

    def run(self, share: float) -> Trial:
        """Kill an ingest when a share of the time has passed that it takes."""
        index = self._fresh()
        faults: list[str] = []
        server = opened(index, self.embeddings)
        if self.reference.state_of(ask_all(server)) != FORMER:
            faults.append("before: not the former state")
        reader = Reader(server, self.reference)
        reader.start()
        process = self._start(index)
        try:
            process.wait(timeout=share * self.lately)
        except subprocess.TimeoutExpired:
            pass
        finally:
            at_work = kill(process)
        reader.stop()
        faults += [f"during: {fault}" for fault in reader.faults]
        state = self.reference.state_of(ask_all(opened(index, self.embeddings)))
        if state is None:
            faults.append("after: no whole state")
        if self.reference.state_of(ask_all(server)) != state:
            faults.append("after: the server answers from another state than a new process")
        faults += self._completed(index, state)
        if self.reference.state_of(ask_all(server)) != NEW:
            faults.append("completed: the server does not answer from the new state")
        asked = reader.asked + 4 * len(next(iter(self.reference.answers.values())))
        return Trial(share, at_work, state, asked, faults)

    def _completed(self, index: Path, state: State | None) -> Iterator[str]:
        """Run the ingest again, whole, over the state that was found, and tell what is not as it should be."""
        began = time.monotonic()
        process = self._start(index)
        errors = process.communicate()[1].decode()
        if state == FORMER:
            self.lately = time.monotonic() - began
        if process.returncode != 0:
            yield f"completed: exit {process.returncode}: {errors[-300:]}"
            return
        if self.reference.state_of(ask_all(opened(index, self.embeddings))) != NEW:
            yield "completed: not the new state"
        store = open_store(settings_for(index), self.embeddings)
        if not store.is_complete():
            yield "completed: the vectors are not complete"
        held, named = store.vectors.ids(), {vector_id(passage) for passage in store.catalogue.passages_of()}
        if held - named:
            yield f"completed: {len(held - named)} orphaned vectors"
        if named - held:
            yield f"completed: {len(named - held)} lost vectors"
        spare = kept_files(store) ^ store.catalogue.versions.sources()
        if spare:
            yield f"completed: {len(spare)} files too many or too few"
        store.close()

    def _once(self) -> float:
        reader = Reader(opened(index := self._fresh(), self.embeddings), self.reference)
        reader.start()
        began = time.monotonic()
        process = self._start(index)
        errors = process.communicate()[1].decode()
        spent = time.monotonic() - began
        reader.stop()
        assert process.returncode == 0, errors
        return spent

    def _fresh(self) -> Path:
        return self.place.fresh(self.folder, self.embeddings)

    def _start(self, index: Path) -> subprocess.Popen[bytes]:
        return start(self.model, self.files, index, self.place.environment(index))


def bench(folder: Path, model: str, place: Place) -> Bench:
    """Everything that trials need, in an empty folder."""
    from tests.faults.answers import references

    reference = references(folder, model_of(model))
    return Bench(folder, model, place, reference, write_plans(folder / "added", *NEW))
