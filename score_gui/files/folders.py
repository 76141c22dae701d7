"""The folders the program keeps its own things in; `SCORE_GUI_HOME` moves all of them at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "SCORE_GUI_HOME"
_NAME = "score_gui"


@dataclass(frozen=True, slots=True)
class AppFolders:
    """Absolute paths. `downloads` is only a proposal to the person; `create` leaves it alone."""

    config: Path
    state: Path
    cache: Path
    log: Path
    downloads: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> AppFolders:
        """The folders of this platform, or those below `SCORE_GUI_HOME` where that is set."""
        home = environ.get(HOME_VARIABLE, "").strip()
        return cls.below(Path(home).expanduser()) if home else cls._of_platform()

    @classmethod
    def below(cls, home: Path) -> AppFolders:
        root = home.absolute()
        return cls(root / "config", root / "state", root / "cache", root / "log", root / "downloads")

    @classmethod
    def _of_platform(cls) -> AppFolders:
        dirs = PlatformDirs(_NAME, appauthor=False)
        return cls(
            config=dirs.user_config_path.absolute(),
            state=dirs.user_state_path.absolute(),
            cache=dirs.user_cache_path.absolute(),
            log=dirs.user_log_path.absolute(),
            downloads=dirs.user_downloads_path.absolute() / _NAME,
        )

    def create(self) -> None:
        """Make the program's own folders, for this user only. Raises OSError where that is not possible."""
        for folder in (self.config, self.state, self.cache, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sys.platform != "win32" and folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
