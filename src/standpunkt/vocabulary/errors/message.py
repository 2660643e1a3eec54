"""The form of every refusal: what stands there, which rule it breaks, what to do next.

```
StandpunktError
├── per subject: one file beside this one
└── each class: code, says, rule, next_step (English templates), exit_code
```

A raise passes values only; the text is made where it is shown, in the reader's language
(`languages/say.py` looks the three templates up as message ids).
"""

from typing import ClassVar


class StandpunktError(Exception):
    """A refusal with code, value, rule and next step.

    Args:
        **values: What fills the templates, by name.
    """

    code: ClassVar[str] = "E000"
    says: ClassVar[str] = "Something went wrong."
    rule: ClassVar[str] = ""
    next_step: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1
    """0 done; 1 failed or bad content; 2 bad argument; 3 data missing, stale or not estimable."""

    def __init__(self, **values: object) -> None:
        """Keeps the values and makes the English text."""
        self.values: dict[str, object] = values
        super().__init__(self.text())

    @classmethod
    def templates(cls) -> tuple[str, str, str]:
        """The three message ids, in the order in which they are shown."""
        return cls.says, cls.rule, cls.next_step

    def text(self) -> str:
        """The English text."""
        return " ".join(part.format(**self.values) for part in self.templates() if part)


def every_error() -> list[type[StandpunktError]]:
    """All error classes known so far, for catalogues and reference pages.

    Returns:
        Classes in the order of their codes.
    """
    found: list[type[StandpunktError]] = []
    open_classes: list[type[StandpunktError]] = [StandpunktError]
    while open_classes:
        children = open_classes.pop().__subclasses__()
        found += children
        open_classes += children
    return sorted(found, key=lambda error: error.code)
