"""The template environment."""

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options) -> Environment:
    env = Environment(**options)
    env.loader = ChoiceLoader(
        [
            options["loader"],
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    return env
