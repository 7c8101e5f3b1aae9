"""The calls of the kernel that a reader of files needs: all others are refused, by the kernel itself.

Limits keep the reader from opening anything; a signal, a pipe with a name, another program need no open file.
The numbers are Linux's own, by machine; on any other machine there is no such filter, and the reader says so.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import signal
import struct
from collections.abc import Callable

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
MODE_FILTER = 2
LOAD, EQUALS, ANSWER = 0x20, 0x15, 0x06  # three instructions of the kernel's packet filter
NUMBER, MACHINE = 0, 4  # where the call's number and the machine's mark stand in what is filtered
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


#: How the kernel marks what a kind of processor asks for, and where its numbers stand below.
MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
#: Reading and writing what is open, memory, time, chance, ending; of names, only asking after one.
CALLS = {
    "read": (0, 63), "write": (1, 64), "writev": (20, 66), "pread64": (17, 67), "lseek": (8, 62), "close": (3, 57),
    "fstat": (5, 80), "newfstatat": (262, 79),
    "brk": (12, 214), "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226),
    "madvise": (28, 233), "futex": (202, 98),
    "getpid": (39, 172), "gettid": (186, 178), "getrusage": (98, 165), "clock_gettime": (228, 113),
    "getrandom": (318, 278),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip


class Program(ctypes.Structure):
    """A filter as the kernel takes it: how many instructions, and where they stand."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def end_with_parent() -> None:
    """Be killed when the parent is, however it ends. Where the kernel cannot see to it, the limit of time ends us."""
    if prctl := _prctl():
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def ready() -> Callable[[], bool]:
    """What sets the filter once nothing else is needed any more; it answers whether the filter holds."""
    prctl, program = _prctl(), filter_of(platform.machine())
    place = ctypes.addressof(program) if program else 0

    def refuse_all_others() -> bool:
        if prctl is None or program is None:
            return False
        steps = ((PR_SET_NO_NEW_PRIVS, 1, 0), (PR_SET_SECCOMP, MODE_FILTER, place))
        return all(prctl(*step, 0, 0) == 0 for step in steps)

    return refuse_all_others


def filter_of(machine: str) -> Program | None:
    """The filter for this kind of processor; None where its numbers are not known."""
    if machine not in MACHINES:
        return None
    mark, place = MACHINES[machine]
    steps = [(LOAD, 0, 0, MACHINE), (EQUALS, 1, 0, mark), (ANSWER, 0, 0, REFUSE), (LOAD, 0, 0, NUMBER)]
    for numbers in CALLS.values():
        steps += [(EQUALS, 0, 1, numbers[place]), (ANSWER, 0, 0, ALLOW)]
    steps.append((ANSWER, 0, 0, REFUSE))
    return Program(len(steps), b"".join(struct.pack("<HBBI", *step) for step in steps))


def _prctl() -> Callable[..., int] | None:
    """The call by which a process of Linux confines itself; its arguments are as long as a pointer."""
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    return prctl
