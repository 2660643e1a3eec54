"""Turns templates into pages: texts by message id, numbers and dates in the reader's language."""

import functools
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from standpunkt.languages import names, numbers
from standpunkt.languages.say import say
from standpunkt.web.assets import Assets
from standpunkt.web.place import LANGUAGES

TEMPLATES = Path(__file__).parent / "templates"
MISSING = "–"


@pass_context
def _say(context: Context, msgid: str, **values: object) -> str:
    return say(msgid, context["lang"], **values)


@pass_context
def _number(context: Context, value: float | None, digits: int = 0) -> str:
    return MISSING if value is None else numbers.number(value, context["lang"], digits)


@pass_context
def _signed(context: Context, value: float | None, digits: int = 0) -> str:
    return MISSING if value is None else numbers.signed(value, context["lang"], digits)


@pass_context
def _percent(context: Context, share: float | None, digits: int = 0) -> str:
    return MISSING if share is None else numbers.percent(share, context["lang"], digits)


@pass_context
def _day(context: Context, value: date | None) -> str:
    return MISSING if value is None else numbers.day(value, context["lang"])


@pass_context
def _month(context: Context, value: date | None) -> str:
    return MISSING if value is None else numbers.month(value, context["lang"])


@pass_context
def _state_name(context: Context, iso3: str) -> str:
    return names.state_name(iso3, context["lang"])


class Renderer:
    """The template environment of one server.

    Args:
        assets: Static files, for their addresses.
    """

    def __init__(self, assets: Assets) -> None:
        """See the class."""
        self.assets = assets
        self.environment = _environment(assets)

    def page(self, template: str, context: Mapping[str, Any]) -> str:
        """The finished HTML of a page.

        Args:
            template: File name in the folder of templates.
            context: What the template shows; `lang` is required.

        Returns:
            HTML.
        """
        return self.environment.get_template(template).render(context)


def _environment(assets: Assets) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"_": _say, "asset": assets.link, "LANGUAGES": LANGUAGES, "MISSING": MISSING}
    environment.filters |= {
        "day": _day,
        "month": _month,
        "number": _number,
        "percent": _percent,
        "signed": _signed,
        "state_name": _state_name,
    }
    return environment


@functools.cache
def shared_renderer(assets: Assets) -> Renderer:
    """One environment per set of assets, since compiling templates takes longer than rendering."""
    return Renderer(assets)
