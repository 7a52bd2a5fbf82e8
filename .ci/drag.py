"""Files pulled with the pointer from another program's window onto Byline's: the X protocol for that, XDND, as a file manager speaks it.

https://freedesktop.org/wiki/Specifications/XDND/ (version 5). The pointer is moved and its button pressed by xdotool, so that
all of it happens as under a hand; this module is the program that files are pulled out of. It uses Xlib through ctypes, and
knows nothing of Byline.
"""

import ctypes
import pathlib
import select
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ubyte, c_uint, c_ulong, c_void_p

from window import PATIENCE_SECS, Failure

VERSION = 5
BUTTON_PRESS, BUTTON_RELEASE, MOTION, SELECTION_REQUEST, CLIENT_MESSAGE = 4, 5, 6, 30, 33
SELECTION_NOTIFY = 31
# Press, release and movement of the pointer.
POINTER_EVENTS = 1 << 2 | 1 << 3 | 1 << 6
ATOM_TYPE = 4


class Message(ctypes.Structure):
    """What one window tells another."""

    _fields_ = [("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p), ("window", c_ulong),
                ("kind", c_ulong), ("format", c_int), ("data", c_long * 5)]


class Pointing(ctypes.Structure):
    """The pointer pressed, let go or moved."""

    _fields_ = [("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p), ("window", c_ulong),
                ("root", c_ulong), ("child", c_ulong), ("time", c_ulong), ("x", c_int), ("y", c_int), ("x_root", c_int),
                ("y_root", c_int), ("state", c_uint), ("detail", c_uint), ("same_screen", c_int)]


class Asked(ctypes.Structure):
    """Somebody wants what is pulled."""

    _fields_ = [("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p), ("owner", c_ulong),
                ("requestor", c_ulong), ("selection", c_ulong), ("target", c_ulong), ("property", c_ulong), ("time", c_ulong)]


class Given(ctypes.Structure):
    """The answer to that."""

    _fields_ = [("type", c_int), ("serial", c_ulong), ("sent", c_int), ("display", c_void_p), ("requestor", c_ulong),
                ("selection", c_ulong), ("target", c_ulong), ("property", c_ulong), ("time", c_ulong)]


class Event(ctypes.Union):
    """Any of them."""

    _fields_ = [("type", c_int), ("message", Message), ("pointing", Pointing), ("asked", Asked), ("given", Given),
                ("room", c_long * 24)]


def xlib():
    """Xlib, with the types of what is used of it."""
    lib = ctypes.CDLL("libX11.so.6")
    window, atom, display = c_ulong, c_ulong, c_void_p
    for name, result, arguments in [
        ("XOpenDisplay", display, [c_char_p]),
        ("XCloseDisplay", c_int, [display]),
        ("XConnectionNumber", c_int, [display]),
        ("XDefaultRootWindow", window, [display]),
        ("XInternAtom", atom, [display, c_char_p, c_int]),
        ("XCreateSimpleWindow", window, [display, window, c_int, c_int, c_uint, c_uint, c_uint, c_ulong, c_ulong]),
        ("XSelectInput", c_int, [display, window, c_long]),
        ("XMapRaised", c_int, [display, window]),
        ("XSetSelectionOwner", c_int, [display, atom, window, c_ulong]),
        ("XTranslateCoordinates", c_int,
         [display, window, window, c_int, c_int, POINTER(c_int), POINTER(c_int), POINTER(window)]),
        ("XGetWindowProperty", c_int, [display, window, atom, c_long, c_long, c_int, atom, POINTER(atom), POINTER(c_int),
                                       POINTER(c_ulong), POINTER(c_ulong), POINTER(POINTER(c_ubyte))]),
        ("XChangeProperty", c_int, [display, window, atom, atom, c_int, c_int, c_char_p, c_int]),
        ("XFree", c_int, [c_void_p]),
        ("XSendEvent", c_int, [display, window, c_int, c_long, POINTER(Event)]),
        ("XPending", c_int, [display]),
        ("XNextEvent", c_int, [display, POINTER(Event)]),
        ("XFlush", c_int, [display]),
    ]:
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


class DragSource:
    """A small window in a corner of the screen, out of which `paths` can be pulled."""

    # Where it stands and how large it is.
    PLACE, SIZE = (1232, 852), 40

    def __init__(self, stage, paths):
        self.stage = stage
        # A path for a URI is escaped; a folder has no slash at its end, as file managers have it.
        self.list = "".join(pathlib.Path(path).absolute().as_uri() + "\r\n" for path in paths).encode()
        self.lib = xlib()
        self.display = self.lib.XOpenDisplay(stage.display.name.encode())
        if not self.display:
            raise Failure(f"expected the display {stage.display.name}, found none to pull files on")
        self.root = self.lib.XDefaultRootWindow(self.display)
        self.window = self.lib.XCreateSimpleWindow(self.display, self.root, *self.PLACE, self.SIZE, self.SIZE, 0, 0, 0x808080)
        self.lib.XSelectInput(self.display, self.window, POINTER_EVENTS)
        self.lib.XMapRaised(self.display, self.window)
        self.lib.XFlush(self.display)
        self.pressed = self.let_go = False
        # The window that the pointer is over, if it takes files; what it answered last; whether it was given them.
        self.target = 0
        self.accepted = None
        self.waits_for_status = False
        self.transfers = 0
        self.finished = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lib.XCloseDisplay(self.display)

    def atom(self, name):
        """The server's number for a name."""
        return self.lib.XInternAtom(self.display, name.encode(), 0)

    # What a hand does.

    def take(self):
        """Presses the button over the window of this program."""
        x, y = (edge + self.SIZE // 2 for edge in self.PLACE)
        self.stage.tool("xdotool", "mousemove", str(x), str(y), "mousedown", "1")
        self.pump("the button pressed over the files", lambda: self.pressed)

    def carry(self, x, y):
        """Moves the pointer, with stops on the way, until the window below has said whether it takes the files."""
        from_x, from_y = (edge + self.SIZE // 2 for edge in self.PLACE)
        for step in range(1, 9):
            at = ((from_x * (8 - step) + x * step) // 8, (from_y * (8 - step) + y * step) // 8)
            self.stage.tool("xdotool", "mousemove", *map(str, at))
            self.pump("an answer to each place", lambda: not self.waits_for_status)
        self.pump("a window that says whether it takes the files", lambda: self.accepted is not None)

    def leave(self):
        """Moves the pointer away again, where nothing is."""
        x, y = (edge + self.SIZE // 2 for edge in self.PLACE)
        self.stage.tool("xdotool", "mousemove", str(x), str(y))
        self.pump("the pointer away from the window", lambda: self.target == 0)

    def drop(self):
        """Lets the button go, and waits until the window below has said that it is done with the files."""
        self.stage.tool("xdotool", "mouseup", "1")
        self.pump("the button let go", lambda: self.let_go)
        if self.target:
            self.pump("the end of the drop", lambda: self.finished is not None)

    # The protocol.

    def pump(self, what, done):
        """Answers the server until `done`."""
        deadline = time.monotonic() + PATIENCE_SECS
        event = Event()
        while True:
            while self.lib.XPending(self.display):
                self.lib.XNextEvent(self.display, byref(event))
                self.answer(event)
            if done():
                return
            left = deadline - time.monotonic()
            if left <= 0:
                raise Failure(f"expected {what} within {PATIENCE_SECS:g} s while files are pulled, found: pressed {self.pressed}, "
                              f"over {self.target:#x}, accepted {self.accepted}, transfers {self.transfers}, "
                              f"finished {self.finished}")
            select.select([self.lib.XConnectionNumber(self.display)], [], [], left)

    def answer(self, event):
        """Does what one event asks for."""
        if event.type == BUTTON_PRESS:
            self.pressed = True
            self.lib.XSetSelectionOwner(self.display, self.atom("XdndSelection"), self.window, event.pointing.time)
        elif event.type == MOTION and self.pressed and not self.let_go:
            self.move(event.pointing)
        elif event.type == BUTTON_RELEASE and self.pressed:
            self.let_go = True
            if self.target and self.accepted:
                self.tell("XdndDrop", 0, event.pointing.time)
            elif self.target:
                self.tell("XdndLeave", 0)
                self.target = 0
        elif event.type == SELECTION_REQUEST:
            self.hand_over(event.asked)
        elif event.type == CLIENT_MESSAGE and event.message.kind == self.atom("XdndStatus"):
            self.waits_for_status = False
            self.accepted = bool(event.message.data[1] & 1)
        elif event.type == CLIENT_MESSAGE and event.message.kind == self.atom("XdndFinished"):
            self.finished = bool(event.message.data[1] & 1)
        self.lib.XFlush(self.display)

    def move(self, pointing):
        """Tells the window under the pointer, and the one that it has left."""
        below = self.takes_files(pointing.x_root, pointing.y_root)
        if below != self.target:
            if self.target:
                self.tell("XdndLeave", 0)
            self.target, self.accepted, self.waits_for_status = below, None, False
            if below:
                self.tell("XdndEnter", VERSION << 24, self.atom("text/uri-list"))
        # The next place is told once the last one was answered.
        if below and not self.waits_for_status:
            self.waits_for_status = True
            place = pointing.x_root << 16 | pointing.y_root
            self.tell("XdndPosition", 0, place, pointing.time, self.atom("XdndActionCopy"))

    def takes_files(self, x, y):
        """The innermost window at a place of the screen that says it speaks the protocol; 0 where there is none."""
        at, found = self.root, 0
        child, inner_x, inner_y = c_ulong(), c_int(), c_int()
        while self.lib.XTranslateCoordinates(self.display, self.root, at, x, y, byref(inner_x), byref(inner_y), byref(child)):
            if not child.value:
                break
            at = child.value
            if self.has_property(at, "XdndAware"):
                found = at
        return found

    def has_property(self, window, name):
        """Whether a window has a property of this name."""
        kind, form, count, after, data = c_ulong(), c_int(), c_ulong(), c_ulong(), POINTER(c_ubyte)()
        self.lib.XGetWindowProperty(self.display, window, self.atom(name), 0, 1, 0, 0, byref(kind), byref(form), byref(count),
                                    byref(after), byref(data))
        if data:
            self.lib.XFree(data)
        return kind.value != 0

    def tell(self, kind, *data):
        """Sends the target a message of the protocol; its first word is always who speaks."""
        event = Event()
        event.message.type = CLIENT_MESSAGE
        event.message.window = self.target
        event.message.kind = self.atom(kind)
        event.message.format = 32
        event.message.data[0] = self.window
        for at, word in enumerate(data, 1):
            event.message.data[at] = word
        self.lib.XSendEvent(self.display, self.target, 0, 0, byref(event))

    def hand_over(self, asked):
        """Gives the paths to who asked for them, where they are asked for as paths."""
        wanted = asked.target == self.atom("text/uri-list")
        if wanted:
            self.transfers += 1
            self.lib.XChangeProperty(self.display, asked.requestor, asked.property, asked.target, 8, 0, self.list, len(self.list))
        event = Event()
        event.given.type = SELECTION_NOTIFY
        event.given.requestor, event.given.selection, event.given.target = asked.requestor, asked.selection, asked.target
        event.given.property, event.given.time = asked.property if wanted else 0, asked.time
        self.lib.XSendEvent(self.display, asked.requestor, 0, 0, byref(event))
