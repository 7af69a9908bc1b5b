"""Prints the accessible objects of the page that Firefox shows now, from the bus of assistive technologies: one JSON list of [role, name, language]."""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def below(one):
    """An object's own and all below it; what went away meanwhile is left out."""
    yield one
    for number in range(one.get_child_count()):
        child = one.get_child_at_index(number)
        if child is not None:
            yield from below(child)


def pages():
    """Documents that have a title, whatever program shows them."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program is not None and program.get_name().startswith("Firefox"):
            for one in below(program):
                if one.get_role() == Atspi.Role.DOCUMENT_WEB and one.get_name() == sys.argv[1]:
                    yield one


shown = next(pages(), None)
objects = [] if shown is None else [[one.get_role_name(), one.get_name(), one.get_object_locale()] for one in below(shown)]
print(json.dumps(objects))
