"""The project's sessions; each does one thing. `python -m nox -l` lists them."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import nox

# The running Python joins the supported ones, so that one installed Python is always enough.
PYTHONS = list(dict.fromkeys(["3.11", "3.12", "3.13", f"3.{sys.version_info.minor}"]))
ADAPTERS = ["flask", "http", "objectstore", "sqlalchemy"]
TYPING = ["mypy==2.4.*", "types-WTForms>=3.2"]
GROUPS = nox.project.load_toml("pyproject.toml")

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
nox.options.sessions = ["tests", "lint", "types", "docs"]


def group(name: str) -> list[str]:
    """The requirements of one dependency group of pyproject.toml."""
    return list(nox.project.dependency_groups(GROUPS, name))


def wheel(extras: str) -> str:
    """What the session `build` made, as a requirement."""
    (built,) = Path("dist").glob("*.whl")
    return f"learnport[{extras}] @ {built.resolve().as_uri()}"


@nox.session
def demo(session: nox.Session) -> None:
    """Run one school year of a school that does not exist."""
    session.install("-e", ".[demo]")
    options = session.posargs or ["--students", "60", "--seed", "7", "--out", "demo-out"]
    session.run("learnport", "demo", *options)


@nox.session
def build(session: nox.Session) -> None:
    """Build wheel and sdist, and prove that the wheel lacks no file of the sources."""
    session.install(*group("build"))
    shutil.rmtree("dist", ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", "dist", silent=True)
    (built,) = Path("dist").glob("*.whl")
    sources = (path for path in Path("src").rglob("*") if path.is_file())
    wanted = {path.relative_to("src").as_posix() for path in sources if path.suffix != ".pyc"}
    if missing := wanted - set(zipfile.ZipFile(built).namelist()):
        session.error(f"{built} lacks {', '.join(sorted(missing))}")
    session.log(f"{built} holds all {len(wanted)} files of src")


@nox.session(python=PYTHONS, requires=["build"])
def tests(session: nox.Session) -> None:
    """Run the tests against the built wheel; the oldest Python also measures coverage."""
    session.install(wheel("demo,render"), *group("test"))
    measured = session.python == PYTHONS[0] and not session.posargs
    session.run("pytest", "-nauto", *(["--cov=learnport"] if measured else []), *session.posargs)


@nox.session(requires=["build"])
@nox.parametrize("adapter", ADAPTERS, ids=ADAPTERS)
def adapters(session: nox.Session, adapter: str) -> None:
    """Run an adapter's tests against the built wheel of the core, and check its types."""
    folder = Path("adapters") / adapter
    about = nox.project.load_toml(folder / "pyproject.toml")
    extras = ",".join(about["project"].get("optional-dependencies", ()))
    here = f"{folder}[{extras}]" if extras else f"./{folder}"
    others = (
        each for each in nox.project.dependency_groups(about, "test") if "learnport" not in each
    )
    session.install(wheel("demo,testing"), "-e", here, *others, *TYPING)
    session.chdir(folder)
    session.run("pytest", "--cov", *session.posargs)
    session.run("mypy")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, layout and which room imports which."""
    session.install("--no-deps", "-e", ".")
    session.install(*group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly, in sources and tests."""
    session.install("-e", ".[demo,render]", *group("types"))
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Check that the generated reference is fresh, and build the documentation."""
    session.install("-e", ".[cli,xlsx]", *group("docs"))
    session.run("python", "docs/generate.py", "--check")
    session.run("mkdocs", "build", "--strict", "--site-dir", session.create_tmp())


@nox.session(requires=["build"])
def bench(session: nox.Session) -> None:
    """Measure the built wheel; prints figures, judges nothing."""
    session.install(wheel("demo,render"), *group("bench"))
    session.run("python", "-m", "tests.bench.run", *session.posargs)


@nox.session(python=PYTHONS[0])
def mutation(session: nox.Session) -> None:
    """Put small faults into the sources, one at a time, and count which the tests notice."""
    session.install("-e", ".[demo,render]", *group("test"))
    session.run("python", "-m", "tests.mutation.run", *session.posargs)
