"""A reviewer without a browser: signs in, sends forms with their token, reads pages."""

import re
from dataclasses import dataclass, field

from fastapi.testclient import TestClient

from standpunkt.cli.evidence.desk import desk_room
from standpunkt.cli.session import Session
from standpunkt.web.app import create_app

BASE = "http://127.0.0.1"
DESK = "/en/desk/russia_ukraine"
TEXT = (
    "Ein Besuch mit Folgen\n"
    "Serbien lieferte Russland im Mai 2023 rund 1.000 Container mit Munition. "
    "Der serbische Präsident reiste im Juni 2023 nach Moskau und sprach dort mit Wladimir Putin.\n"
    "Nach Angaben des Weißen Hauses lieferte Serbien Russland im Mai 2023 etwa 2.000 Container mit Munition. "
    "Serbien dementierte, Waffen nach Russland geliefert zu haben.\n"
)


def make_app(data_dir, *, is_wanted=None):
    """The app on a data folder, with the desk that `standpunkt serve` would open."""
    room = desk_room(Session(data_dir), "127.0.0.1", is_wanted=is_wanted)
    return create_app(data_dir, desk=room)


@dataclass
class Reader:
    """One person's browser."""

    client: TestClient
    name: str = "Ann"
    page: str = field(default="", repr=False)

    def sign_in(self) -> "Reader":
        self.get("/")
        self.post("/name", name=self.name)
        return self

    def get(self, path: str, lang: str = "en"):
        answer = self.client.get(DESK.replace("/en/", f"/{lang}/") + path)
        self.page = answer.text
        return answer

    @property
    def token(self) -> str:
        return str(re.findall(r'name="token" value="(\w+)"', self.page)[0])

    def post(self, path: str, file=None, headers=None, **fields: str):
        if not self.page:
            self.get("/")
        fields = {"token": self.token, **fields}
        files = {"file": file} if file else None
        answer = self.client.post(DESK + path, data=fields, files=files, headers=headers or {})
        if answer.status_code == 303:
            self.page = self.client.get(answer.headers["location"]).text
        return answer

    def take_in(self, text: str | bytes = TEXT, name: str = "bericht.txt", **fields: str):
        """Sends a document; gives the answer."""
        content = text.encode() if isinstance(text, str) else text
        known = {"profile": "SRB", "publisher": "A Paper", "published": "2023-12-01"}
        self.get("/")
        return self.post("/documents", file=(name, content), **(known | fields))

    def form(self) -> dict[str, str]:
        """The fields of the claim form as the page shows them."""
        body = self.page[self.page.index('<form id="form"') : self.page.index('class="beside"')]
        found = {
            name: value
            for name, value in re.findall(r'<input[^>]*?name="([\w.]+)"[^>]*?value="([^"]*)"', body)
            if name != "is_against_interest"
        }
        for name, options in re.findall(r'<select[^>]*name="([\w.]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            found[name] = chosen[1] if chosen else re.findall(r'value="([^"]*)"', options)[0]
        return {name: value.replace("&#39;", "'") for name, value in found.items()}

    def decide(self, where: str, op: str, **changes: str):
        return self.post(f"/{where}/decide", **(self.form() | {"op": op, "seconds": "4.2"} | changes))


def where_of(answer) -> str:
    """The path of the review that an upload leads to."""
    return str(re.findall(r"d/\w+", answer.headers["location"])[0])


def problem_of(answer) -> str:
    """What a page refuses."""
    found = re.search(r'<div class="notice bad">(.*?)</div>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""
