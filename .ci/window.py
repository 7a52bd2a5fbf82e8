"""A real window under a display of its own, driven as a person would: keys, pointer, clipboard, title, pictures.

Needs Xvfb, xdotool, xclip and ImageMagick's `import`; of Python the standard library alone. Nothing here waits for a time to
pass: `until` asks for a condition again and again, and says what it saw when the condition does not come.
"""

import contextlib
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = ("Xvfb", "xdotool", "xclip", "import")
# Slow machines may stretch every wait at once.
PATIENCE_SECS = float(os.environ.get("BYLINE_STORY_PATIENCE", "40"))
# A pause between two looks at the same thing, so that looking does not take the processor from the window.
LOOK_SECS = 0.15
SCREEN = (1280, 900)
# A mark's line, with the ticks at its ends, is lower than its tag.
LINE_HEIGHT = 7
# Letters with a tail cross the line.
LETTER_WIDTH = 10


class Failure(Exception):
    """Something did not become as it should: what was expected, and what was found."""


def missing_tools():
    """Names of the programs that a real window needs and this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def until(what, look, fits=bool, again=None):
    """Looks until `fits` likes what it sees, and gives that; `again` may repeat what was to cause it."""
    deadline = time.monotonic() + PATIENCE_SECS
    repeat_at = time.monotonic() + 3
    while True:
        seen = look()
        if fits(seen):
            return seen
        now = time.monotonic()
        if now > deadline:
            raise Failure(f"expected {what} within {PATIENCE_SECS:g} s, found {shown(seen)}")
        if again is not None and now > repeat_at:
            again()
            repeat_at = time.monotonic() + 3
        time.sleep(LOOK_SECS)


def shown(value):
    """A value for a message, not longer than a message should be."""
    text = repr(value)
    return text if len(text) <= 400 else f"{text[:400]}… ({len(text)} characters)"


def caret_steps(text):
    """How often an arrow key has to be pressed to pass `text`: once for each sign that a reader sees.

    Good for scripts whose signs are a letter and marks on it; joined emoji would need Unicode's own table.
    """
    joined = text.replace("\r\n", "\n")
    return sum(unicodedata.category(char) not in ("Mn", "Me") for char in joined)


class Picture:
    """What the screen showed: rows of red, green and blue bytes."""

    def __init__(self, ppm):
        header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", ppm)
        if header is None:
            raise Failure("expected a picture of the screen, found none")
        self.width, self.height = int(header[1]), int(header[2])
        self.bytes = ppm[header.end():]

    def row(self, y):
        """The bytes of one row."""
        return self.bytes[y * self.width * 3:(y + 1) * self.width * 3]

    def runs(self, color, shortest, bridged):
        """Stretches of exactly `color` as (y, left, right), right not included; gaps of `bridged` pixels do not count."""
        found = []
        for y in range(self.height):
            row = self.row(y)
            at = row.find(color * shortest)
            while at >= 0:
                if at % 3:
                    at = row.find(color * shortest, at + 1)
                    continue
                end = at
                while row[end:end + 3] == color:
                    end += 3
                if found and found[-1][0] == y and at // 3 - found[-1][2] <= bridged:
                    found[-1] = (y, found[-1][1], end // 3)
                else:
                    found.append((y, at // 3, end // 3))
                at = row.find(color * shortest, end)
        return found

    def underlines(self, color):
        """The lines under marks of this colour as (left, right, top): wide and flat shapes.

        Tags of marks and counts have the same colour but are higher; ticks in the scroll bar are narrower.
        """
        shapes = []
        for y, left, right in self.runs(color, 1, LETTER_WIDTH):
            # A run joins every shape that it touches from below, or that reached this row just before it.
            touched = [shape for shape in shapes if shape[3] >= y and shape[0] < right and left < shape[1] and shape[3] <= y + 1]
            shapes = [shape for shape in shapes if shape not in touched]
            touched.append([left, right, y, y + 1])
            lefts, rights, tops, bottoms = zip(*touched)
            shapes.append([min(lefts), max(rights), min(tops), max(bottoms)])
        return [(left, right, top) for left, right, top, bottom in shapes if bottom - top <= LINE_HEIGHT and right - left >= 24]

    def rows_changed(self, other, colors):
        """Where this picture has one of `colors`, or nearly, and `other` has not, as rectangles (left, top, right, bottom).

        Neighbouring rows of pixels belong to one rectangle; letters make holes in it, and rows of text have a gap between.
        """
        def is_wanted(pixel):
            return any(all(abs(a - b) <= 2 for a, b in zip(pixel, color)) for color in colors)

        shapes = []
        for y in range(min(self.height, other.height)):
            mine, theirs = self.row(y), other.row(y)
            if mine == theirs:
                continue
            at = [x for x in range(self.width) if mine[x * 3:x * 3 + 3] != theirs[x * 3:x * 3 + 3]
                  and is_wanted(mine[x * 3:x * 3 + 3]) and not is_wanted(theirs[x * 3:x * 3 + 3])]
            if not at:
                continue
            left, right = at[0], at[-1] + 1
            last = shapes[-1] if shapes else None
            if last and y - last[3] <= 2:
                last[:] = [min(last[0], left), last[1], max(last[2], right), y + 1]
            else:
                shapes.append([left, y, right, y + 1])
        return [tuple(shape) for shape in shapes if shape[3] - shape[1] >= 8]


class Display:
    """An X server of our own that shows to nobody."""

    def __init__(self, folder):
        reading, writing = os.pipe()
        # Without -noreset the server starts anew whenever its last client leaves, and turns new ones away meanwhile.
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24",
                   "+extension", "GLX", "-nolisten", "tcp", "-noreset"]
        with open(folder / "xvfb.log", "wb") as log:
            self.process = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log, start_new_session=True)
        os.close(writing)
        # The server picks a free number and writes it, with a line's end, once it can be talked to.
        number = ""
        while not number.endswith("\n") and select.select([reading], [], [], PATIENCE_SECS)[0]:
            part = os.read(reading, 16).decode()
            if not part:
                break
            number += part
        number = number.strip()
        os.close(reading)
        if not number:
            self.close()
            raise Failure(f"expected an X server, found: {(folder / 'xvfb.log').read_text(errors='replace').strip()}")
        self.name = f":{number}"

    def close(self):
        """Ends the server."""
        end(self.process)


def end(process):
    """Ends a process that was started in a session of its own, with all that it started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
            return


class Stage:
    """A display, a home of its own, and the windows opened there. Everything ends and vanishes with it."""

    def __init__(self, program):
        self.program = pathlib.Path(program).resolve()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="byline-window-"))
        self.children = []
        self.display = None

    def __enter__(self):
        try:
            self.display = Display(self.folder)
        except BaseException:
            self.close()
            raise
        (self.folder / "no-programs").mkdir()
        # Whoever has worked before has seen the tour.
        (self.folder / "config").mkdir()
        (self.folder / "config" / "settings.ron").write_text("(\n    tour_seen: true,\n)\n")
        kept = {name: value for name, value in os.environ.items()
                if name not in ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        self.tools_env = {**kept, "DISPLAY": self.display.name}
        # Without a session bus and without zenity on its path the window offers its own field for paths; a scale of its
        # own keeps pictures alike on every machine.
        self.window_env = {**self.tools_env, "HOME": str(self.folder), "PATH": str(self.folder / "no-programs"),
                           "BYLINE_CONFIG_DIR": str(self.folder / "config"),
                           "BYLINE_STATE_DIR": str(self.folder / "state"), "LIBGL_ALWAYS_SOFTWARE": "1",
                           "WINIT_X11_SCALE_FACTOR": "1", "LANG": "C.UTF-8"}
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends every process of the stage and removes its folder."""
        for child in reversed(self.children):
            end(child)
        if self.display is not None:
            self.display.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def spawn(self, command, env, **rest):
        """Starts a process that ends with the stage."""
        child = subprocess.Popen(command, env=env, start_new_session=True, **rest)
        self.children.append(child)
        return child

    def tool(self, *command):
        """Runs a program on the stage's display and gives what it wrote."""
        ran = subprocess.run(command, env=self.tools_env, capture_output=True, timeout=PATIENCE_SECS, check=False)
        return ran.stdout

    def picture(self):
        """The screen as it is."""
        return Picture(self.tool("import", "-silent", "-window", "root", "-depth", "8", "ppm:-"))

    def still_picture(self):
        """The screen once two looks show the same."""
        last = [None]

        def look():
            before, last[0] = last[0], self.picture()
            return before is not None and before.bytes == last[0].bytes

        until("a screen that stands still", look)
        return last[0]

    def keep_picture(self, path, window="root"):
        """Writes the screen or one window to a file, without the time, so that the same picture gives the same bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = ["-strip", "-define", "png:exclude-chunks=date,time", "-define", "png:compression-level=9"]
        self.tool("import", "-silent", "-window", window, *plain, str(path))

    def clipboard(self):
        """What the clipboard holds."""
        try:
            return self.tool("xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING").decode(errors="replace")
        except subprocess.TimeoutExpired:
            return ""

    def put_on_clipboard(self, text):
        """Offers `text` on the clipboard, and waits until it is there."""
        holder = self.spawn(["xclip", "-selection", "clipboard", "-in", "-quiet"], self.tools_env,
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        holder.stdin.write(text.encode())
        holder.stdin.close()
        until(f"{shown(text)} on the clipboard", self.clipboard, lambda seen: seen == text)


class Window:
    """One run of the program with a window."""

    def __init__(self, stage, *arguments):
        self.stage = stage
        self.log = stage.folder / "byline.log"
        with open(self.log, "ab") as log:
            self.process = stage.spawn([str(stage.program), *map(str, arguments)], stage.window_env, cwd=stage.folder,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.id = until("a window", self.find)
        # There is no window manager that would hand the keyboard over.
        self.stage.tool("xdotool", "windowfocus", "--sync", self.id)

    def find(self):
        """The window's number, or nothing yet."""
        if self.process.poll() is not None:
            raise Failure(f"expected a window, but the program ended with {self.process.returncode}: {self.said()}")
        found = self.stage.tool("xdotool", "search", "--onlyvisible", "--class", "byline").decode().split()
        return found[-1] if found else ""

    def said(self):
        """What the program wrote."""
        return self.log.read_text(errors="replace").strip()[-2000:]

    def title(self):
        """The window's title."""
        return self.stage.tool("xdotool", "getwindowname", self.id).decode(errors="replace").strip()

    def key(self, key, times=1):
        """Presses a key."""
        if self.process.poll() is not None:
            raise Failure(f"expected a window to press {key} in, but the program ended with {self.process.poll()}: {self.said()}")
        if times > 0:
            self.stage.tool("xdotool", "key", "--repeat", str(times), "--delay", "6", key)

    def point(self, x, y):
        """Moves the pointer."""
        self.stage.tool("xdotool", "mousemove", str(x), str(y))

    def drag(self, start, stop):
        """Pulls from one place to another, with stops on the way."""
        between = [((start[0] * (8 - step) + stop[0] * step) // 8, (start[1] * (8 - step) + stop[1] * step) // 8)
                   for step in range(1, 9)]
        moves = [part for x, y in between for part in ("mousemove", str(x), str(y), "sleep", "0.02")]
        self.stage.tool("xdotool", "mousemove", *map(str, start), "mousedown", "1", *moves, "mouseup", "1")

    def double_click(self, x, y):
        """Clicks twice."""
        self.stage.tool("xdotool", "mousemove", str(x), str(y), "click", "--repeat", "2", "--delay", "60", "1")

    def copied(self):
        """What Ctrl+C puts on the clipboard; nothing where the window copies nothing."""
        nothing = f"nothing was copied ({time.monotonic_ns()})"
        self.stage.put_on_clipboard(nothing)
        self.key("ctrl+c")
        deadline = time.monotonic() + 5
        while (seen := self.stage.clipboard()) == nothing and time.monotonic() < deadline:
            time.sleep(LOOK_SECS)
        return None if seen == nothing else seen

    def wait_end(self):
        """The status with which the program ends."""
        return until("the program to end", self.process.poll, lambda status: status is not None)
