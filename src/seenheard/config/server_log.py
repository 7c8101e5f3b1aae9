"""The web server's own words, without what was asked of it: its messages quote addresses and exceptions."""

import sys

from gunicorn.glogging import Logger

from seenheard.config.logs import where


class WithoutValues(Logger):
    """What happened and where; never an address, a header or an exception's message."""

    def exception(self, msg, *args, **kwargs) -> None:
        error = sys.exc_info()[1]
        self.error_log.error("The web server failed: %s", where(error) if error else "no exception")

    def warning(self, msg, *args, **kwargs) -> None:
        if str(msg).startswith("Invalid request"):
            self.error_log.warning("A request that makes no sense was refused.")
        else:
            super().warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs) -> None:
        super().error(msg, *args, **{name: value for name, value in kwargs.items() if name != "exc_info"})
