"""A scripted reviewer at the desk in a browser: knows the hand-made claims of a chapter and presses keys."""

import json
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Script:
    """Presses keys, and counts them for every accepted claim."""

    page: Any
    gold: list[dict]
    keys: int = 0
    per_accepted: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def decide_all(self, most: int = 400) -> None:
        """Decides on the claim that is shown until none is open."""
        for _ in range(most):
            if self.page.evaluate("(one => one.value >= one.max)(document.querySelector('progress'))"):
                return
            self.decide()

    def decide(self) -> None:
        shown = self.shown()
        wanted = self._wanted(shown)
        self.keys = 0
        if wanted is None:
            self.press("r")
        else:
            self._correct(shown, wanted)
            self.press("a")
            self.per_accepted.append(self.keys)
            self.done.append(wanted["key"])
        self.page.wait_for_function(
            "id => document.querySelector('#desk').dataset.step !== id", arg=shown["step"]
        )

    def shown(self) -> dict:
        return self.page.evaluate(
            """() => {
              const form = document.querySelector('#form');
              return {
                step: document.querySelector('#desk').dataset.step,
                start: Number(form.dataset.start),
                relation: form.elements.relation.value,
                actors: form.elements.actors.value,
                recipients: form.elements.recipients.value,
                ranked: [...document.querySelectorAll("[data-fill]")]
                  .map(one => JSON.parse(one.dataset.fill)),
              };
            }"""
        )

    def _wanted(self, shown: dict) -> dict | None:
        """A hand-made claim of this sentence that was not taken yet, the one nearest to what is suggested."""
        left = [one for one in self.gold if one["key"] not in self.done]
        here = [one for one in left if one["start"] <= shown["start"] < one["end"]]
        order = [shown["relation"], *(one["relation"] for one in shown["ranked"])]
        here = [one for one in here if one["relation"] in order]
        return min(here, key=lambda one: order.index(one["relation"]), default=None)

    def _correct(self, shown: dict, wanted: dict) -> None:
        codes = [one["relation"] for one in shown["ranked"]]
        if wanted["relation"] != shown["relation"]:
            self.press(str(codes.index(wanted["relation"]) + 1))
            shown = self.shown()
        pair = (wanted["actors"], wanted["recipients"])
        if self._pair(shown) == pair:
            return
        if self._pair(shown) == pair[::-1]:
            self.press("x")
            return
        self.press("e")
        for name, codes in zip(("actors", "recipients"), pair, strict=True):
            self.press("Tab")
            if self._pair(shown)[name == "recipients"] != codes:
                self.press("Control+a")
                self.type(", ".join(codes))
        self.press("Escape")

    @staticmethod
    def _pair(shown: dict) -> tuple[list[str], list[str]]:
        return _codes(shown["actors"]), _codes(shown["recipients"])

    @property
    def median(self) -> float:
        return statistics.median(self.per_accepted)


def gold_of(file: Path, document: str) -> list[dict]:
    """The hand-made claims of a chapter."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        {**row, "key": f"{at}"}
        for at, row in enumerate(rows)
        if row["document"].removesuffix(".txt") == document
    ]


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",")]
