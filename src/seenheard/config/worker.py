"""The process that does the jobs; `config.supervise` starts it and starts it again if it dies.

python -m seenheard.config.worker
"""

import asyncio
import logging

import django

log = logging.getLogger("seenheard.worker")

SEAL_EVERY = 5  # seconds
MINUTE, QUARTER, HOUR = 60, 15 * 60, 60 * 60


def main() -> None:
    django.setup()
    asyncio.run(work())


async def work() -> None:
    """Do jobs until told to stop, and beside them what is done every few seconds, minutes and hours."""
    from seenheard.config import clock, connections, jobs

    connections.look_as_system_from_now_on()
    working = jobs.workers_own_app()
    async with working.open_async():
        await beside(clock.settle)()
        await beside(jobs.after_a_crash)()
        rounds = [
            asyncio.create_task(every(HOUR, beside(jobs.change_day))),
            asyncio.create_task(every(SEAL_EVERY, beside(jobs.seal))),
            asyncio.create_task(every(MINUTE, lambda: jobs.requeue(working))),
            # Also what a command that was killed had changed and not yet counted.
            asyncio.create_task(every(MINUTE, beside(jobs.take_changes))),
            asyncio.create_task(every(QUARTER, beside(jobs.digest))),
            asyncio.create_task(every(MINUTE, beside(jobs.tell))),
            asyncio.create_task(every(MINUTE, beside(jobs.notice_looks))),
        ]
        await working.run_worker_async(concurrency=1, delete_jobs="successful")
        for task in rounds:
            task.cancel()


async def every(seconds: int, do) -> None:
    """Do it now and again after each pause; a failure is said and does not end the round."""
    from seenheard.config.logs import where

    while True:
        try:
            await do()
        except Exception as error:  # whatever it is, the next round may do better
            log.error("left for the next round: %s", where(error))
        await asyncio.sleep(seconds)


def beside(function):
    """The function in a thread of its own, with a database connection that is alive."""
    from seenheard.config.connections import give_up_what_is_broken

    def with_connection() -> None:
        give_up_what_is_broken()
        try:
            function()
        finally:
            give_up_what_is_broken()

    return lambda: asyncio.to_thread(with_connection)


if __name__ == "__main__":
    main()
