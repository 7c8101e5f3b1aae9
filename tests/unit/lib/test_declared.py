"""Declarations: complete, or each fault in a sentence."""

from types import SimpleNamespace

from seenheard.lib.declared import faults, holds


def model(*fields, **declaration):
    class Thing:
        _meta = SimpleNamespace(get_fields=lambda: [SimpleNamespace(name=f, concrete=True) for f in fields])

    return holds(**declaration)(Thing) if declaration else Thing


def test_a_complete_declaration_has_no_faults():
    assert faults(model("id", "name", purpose="To say.", retention="A year.", sensitive=["name"], plain=["id"])) == []


def test_an_undeclared_model_is_a_fault():
    assert faults(model("id")) == ["Thing is not declared with @holds"]


def test_every_kind_of_fault_is_said():
    thing = model("id", "name", purpose=" ", retention="A year.", sensitive=["gone", "id"], plain=["id"])
    assert faults(thing) == [
        "Thing.name is neither sensitive nor plain",
        "Thing.gone is declared but is no field",
        "Thing.id is both",
        "Thing says no purpose",
    ]


def test_a_parents_fields_are_declared_once():
    parent = model(purpose="Facts.", retention="75 years.", sensitive=["child"], plain=["id"])

    class Visit(parent):
        _meta = SimpleNamespace(
            get_fields=lambda: [SimpleNamespace(name=f, concrete=True) for f in ("id", "child", "seen")]
        )

    assert faults(holds(purpose="Visits.", retention="75 years.", plain=["seen"])(Visit)) == []
