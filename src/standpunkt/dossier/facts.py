"""The facts of a version: found by table and key, or by state, each with its source."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from standpunkt.vocabulary.provenance import Source

Row = dict[str, Any]
CLAIMS, EVENTS = "claim_reviewed", "evidence_event"
CLAIM_FIELDS = (
    *("relation", "actor_codes", "recipient_codes", "quote_text", "speaker_text", "is_speaker_interested"),
    *("commitment", "credibility", "reliability", "is_denial", "document_text", "page_code", "from_date"),
    *("to_date", "date_precision", "reviewed_by_text", "reviewed_date"),
)
DOUBTFUL = ("unverified", "reconstructed")


@dataclass(frozen=True)
class Fact:
    """One row of a fact table with where it comes from; `fields` are its own columns, dates as ISO text."""

    table: str
    row_key: str
    iso3: str | None
    source_id: str
    address: str
    known_from: str
    consulted: str | None
    verification: str
    note: str | None
    fields: Row

    @property
    def key(self) -> str:
        """Table and row, which name the fact within the version."""
        return f"{self.table}:{self.row_key}"

    @property
    def is_doubtful(self) -> bool:
        """Whether it must be shown as unverified or reconstructed."""
        return self.verification in DOUBTFUL


@dataclass(frozen=True, eq=False)
class FactBook:
    """Looks facts up; `frame` is the table `fact` of a version."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]

    @cached_property
    def _by_source(self) -> dict[str, Source]:
        return {source.source_id: source for source in self.sources}

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], int]:
        keys = zip(self.frame["table_name"], self.frame["row_key"], strict=True)
        return {key: place for place, key in enumerate(keys)}

    @cached_property
    def _by_party(self) -> dict[tuple[str | None, str], list[int]]:
        found: dict[tuple[str | None, str], list[int]] = {}
        for place, key in enumerate(zip(self.frame["iso3"], self.frame["table_name"], strict=True)):
            found.setdefault(key, []).append(place)
        return found

    def get(self, table: str | None, row_key: str | None) -> Fact | None:
        """The fact of a table and key, or None."""
        place = self._by_key.get((table or "", row_key or ""))
        return None if place is None else self._fact(place)

    def of_state(self, iso3: str | None, table: str) -> list[Fact]:
        """The facts of a table that describe a state (None: those of no single state), sorted by key."""
        return [self._fact(place) for place in self._by_party.get((iso3, table), [])]

    def source(self, source_id: str) -> Source | None:
        """The source with that id, or None."""
        return self._by_source.get(source_id)

    def part(self, row: Row) -> Row:
        """A part of a contribution with its fact and source.

        Args:
            row: A contribution row of the level part.

        Returns:
            part, contribution, kind, table, row_key, fields, source_id, publisher, title, address,
            verification, note; content and source are null for the part `model`. A part that is an event
            also has claims, see `claim`.
        """
        shown = {
            "part": row["node_code"],
            "contribution": row["contribution_score"],
            "kind": row["kind"],
            "table": row["table_name"],
            "row_key": row["row_key"],
            "source_id": row["source_id"],
        }
        fact = self.get(row["table_name"], row["row_key"])
        claims = {"claims": self.claims_of_event(fact)} if fact and fact.table == EVENTS else {}
        return {**shown, **self.shown(fact), **claims}

    def claims_of_event(self, event: Fact) -> list[Row]:
        """The reviewed claims that an event rests on, the leading one first; see `claim`."""
        found = [self.get(CLAIMS, key) for key in str(event.fields["claim_codes"]).split(";")]
        return [self.claim(one) for one in found if one is not None]

    def claim(self, fact: Fact) -> Row:
        """A reviewed claim as a row.

        Args:
            fact: A row of `claim_reviewed`.

        Returns:
            claim_id, relation, parties, quote, speaker, document, page, how sure, who reviewed it and when.
        """
        return {"claim_id": fact.row_key, **{name: fact.fields[name] for name in CLAIM_FIELDS}}

    def shown(self, fact: Fact | None) -> Row:
        """Content and source of a fact as a row.

        Args:
            fact: The fact; None gives nulls.

        Returns:
            fields, publisher, title, address, known_from, verification, note.
        """
        source = self.source(fact.source_id) if fact else None
        return {
            "fields": fact.fields if fact else None,
            "publisher": source.publisher if source else None,
            "title": source.title if source else None,
            "address": fact.address if fact else None,
            "known_from": fact.known_from if fact else None,
            "verification": fact.verification if fact else None,
            "note": fact.note if fact else None,
        }

    def _fact(self, place: int) -> Fact:
        row = self.frame.row(place, named=True)
        return Fact(
            table=row["table_name"],
            row_key=row["row_key"],
            iso3=row["iso3"],
            source_id=row["source_id"],
            address=row["address"],
            known_from=row["known_from_date"].isoformat(),
            consulted=row["consulted_date"].isoformat() if row.get("consulted_date") else None,
            verification=row["verification"],
            note=row.get("note"),
            fields=json.loads(row["fields_json"]),
        )
