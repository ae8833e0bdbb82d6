//! What other programs do to a window: drag files onto it, with the XDND protocol, version 5, as a
//! file manager speaks it; and ask it to close. XDND:
//! (<https://freedesktop.org/wiki/Specifications/XDND/>).

use std::path::Path;
use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// How long the target may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

struct Drag {
    connection: RustConnection,
    source: Window,
    target: Window,
    uris: String,
}

/// Drags `paths` from outside and lets them go at (`x`, `y`) of the screen, on the window with
/// `title`. Whether the window took them.
pub fn drop_files(display: &str, title: &str, paths: &[&Path], (x, y): (u32, u32)) -> bool {
    let (connection, screen) = x11rb::connect(Some(display)).unwrap();
    let root = connection.setup().roots[screen].root;
    let target = find(&connection, root, title).expect("the window is there");
    let source = connection.generate_id().unwrap();
    let (depth, visual) = (x11rb::COPY_DEPTH_FROM_PARENT, x11rb::COPY_FROM_PARENT);
    connection
        .create_window(
            depth,
            source,
            root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_OUTPUT,
            visual,
            &CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE),
        )
        .unwrap();
    let uri = |path: &&Path| format!("file://{}\r\n", path.to_str().unwrap());
    let drag = Drag {
        connection,
        source,
        target,
        uris: paths.iter().map(uri).collect(),
    };
    drag.run(x, y)
}

/// Asks the window with `title` to close, as the cross in its title bar does.
pub fn close_window(display: &str, title: &str) {
    let (connection, screen) = x11rb::connect(Some(display)).unwrap();
    let root = connection.setup().roots[screen].root;
    let target = find(&connection, root, title).expect("the window is there");
    let atom = |name: &str| {
        let cookie = connection.intern_atom(false, name.as_bytes());
        cookie.unwrap().reply().unwrap().atom
    };
    let data = [atom("WM_DELETE_WINDOW"), 0, 0, 0, 0];
    let event = ClientMessageEvent::new(32, target, atom("WM_PROTOCOLS"), data);
    connection
        .send_event(false, target, EventMask::NO_EVENT, event)
        .unwrap();
    connection.flush().unwrap();
    // The event must be on its way before the connection is closed.
    connection.sync().unwrap();
}

impl Drag {
    fn run(&self, x: u32, y: u32) -> bool {
        let atom = |name: &str| self.atom(name);
        let connection = &self.connection;
        let selection = atom("XdndSelection");
        connection
            .set_selection_owner(self.source, selection, x11rb::CURRENT_TIME)
            .unwrap();
        let list = atom("text/uri-list");
        self.send("XdndEnter", [self.source, 5 << 24, list, 0, 0]);
        let copy = atom("XdndActionCopy");
        let place = x << 16 | y;
        // A person moves before letting go; some windows ask for the data only then.
        for _ in 0..2 {
            self.send("XdndPosition", [self.source, 0, place, 0, copy]);
            let Some(status) = self.wait_for("XdndStatus") else {
                return false;
            };
            if status[1] & 1 == 0 {
                self.send("XdndLeave", [self.source, 0, 0, 0, 0]);
                return false;
            }
        }
        self.send("XdndDrop", [self.source, 0, 0, 0, 0]);
        self.wait_for("XdndFinished").is_some()
    }

    fn atom(&self, name: &str) -> u32 {
        let cookie = self.connection.intern_atom(false, name.as_bytes());
        cookie.unwrap().reply().unwrap().atom
    }

    fn send(&self, kind: &str, data: [u32; 5]) {
        let event = ClientMessageEvent::new(32, self.target, self.atom(kind), data);
        self.connection
            .send_event(false, self.target, EventMask::NO_EVENT, event)
            .unwrap();
        self.connection.flush().unwrap();
    }

    /// Hands over the files when asked, until the message comes.
    fn wait_for(&self, kind: &str) -> Option<[u32; 5]> {
        let kind = self.atom(kind);
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.connection.poll_for_event().unwrap() {
                Some(Event::ClientMessage(message)) if message.type_ == kind => {
                    return Some(message.data.as_data32());
                }
                Some(Event::SelectionRequest(request)) => self.hand_over(&request),
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        None
    }

    fn hand_over(&self, request: &SelectionRequestEvent) {
        let connection = &self.connection;
        connection
            .change_property8(
                PropMode::REPLACE,
                request.requestor,
                request.property,
                request.target,
                self.uris.as_bytes(),
            )
            .unwrap();
        let notice = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: request.property,
        };
        connection
            .send_event(false, request.requestor, EventMask::NO_EVENT, notice)
            .unwrap();
        connection.flush().unwrap();
    }
}

/// The window with that title, somewhere below `parent`.
fn find(connection: &RustConnection, parent: Window, title: &str) -> Option<Window> {
    let name = connection
        .get_property(false, parent, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 256)
        .ok()?
        .reply()
        .ok()?;
    if name.value == title.as_bytes() {
        return Some(parent);
    }
    let children = connection.query_tree(parent).ok()?.reply().ok()?.children;
    children
        .into_iter()
        .find_map(|child| find(connection, child, title))
}
