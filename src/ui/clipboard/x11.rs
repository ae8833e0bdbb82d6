//! What another program offers on the clipboard, asked of the X server: of any kind, and with
//! patience.
//!
//! The library for clipboards takes PNG only, reads names of files as Unicode, and gives a large
//! picture up that comes in pieces. A picture in pieces is read as the Inter-Client Communication
//! Conventions Manual has it, section 2.7.2 (INCR).

use std::time::{Duration, Instant};

use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, EventMask, Property, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, NONE};

/// How long the other program may take for each piece.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often it is looked for.
const TICK: Duration = Duration::from_millis(2);
/// More than any picture that is read has.
const MOST_BYTES: usize = 1 << 30;

/// The first of these kinds that the clipboard offers, and its bytes; `None` without an X server
/// too.
pub(super) fn read(kinds: &[&'static str]) -> Option<(&'static str, Vec<u8>)> {
    Reader::connect(None)?.read(kinds)
}

struct Reader {
    connection: RustConnection,
    window: Window,
    clipboard: Atom,
    /// Where the other program puts it.
    property: Atom,
    incr: Atom,
}

impl Reader {
    fn connect(display: Option<&str>) -> Option<Self> {
        let (connection, screen) = x11rb::connect(display).ok()?;
        let root = connection.setup().roots.get(screen)?.root;
        let window = connection.generate_id().ok()?;
        let watching = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        let created = connection.create_window(
            COPY_DEPTH_FROM_PARENT,
            window,
            root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_OUTPUT,
            COPY_FROM_PARENT,
            &watching,
        );
        created.ok()?;
        let [clipboard, property, incr] =
            ["CLIPBOARD", "KINETOON_PASTE", "INCR"].map(|name| atom(&connection, name));
        Some(Self {
            clipboard: clipboard?,
            property: property?,
            incr: incr?,
            connection,
            window,
        })
    }

    fn read(&self, kinds: &[&'static str]) -> Option<(&'static str, Vec<u8>)> {
        let targets = atom(&self.connection, "TARGETS")?;
        let offered = self.convert(targets)?;
        let offered: Vec<Atom> = offered
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| Atom::from_ne_bytes(*bytes))
            .collect();
        kinds.iter().find_map(|kind| {
            let target = atom(&self.connection, kind)?;
            let bytes = offered.contains(&target).then(|| self.convert(target))??;
            (!bytes.is_empty()).then_some((*kind, bytes))
        })
    }

    /// What the clipboard holds, as `target`.
    fn convert(&self, target: Atom) -> Option<Vec<u8>> {
        let (window, property) = (self.window, self.property);
        let time = x11rb::CURRENT_TIME;
        self.connection.delete_property(window, property).ok()?;
        self.connection
            .convert_selection(window, self.clipboard, target, property, time)
            .ok()?;
        self.connection.flush().ok()?;
        let came = self.wait(|event| match event {
            Event::SelectionNotify(event) if event.target == target => Some(event.property),
            _ => None,
        })?;
        if came == NONE {
            return None;
        }
        let (kind, bytes) = self.take()?;
        if kind == self.incr {
            self.read_pieces()
        } else {
            Some(bytes)
        }
    }

    fn read_pieces(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            self.wait(|event| match event {
                Event::PropertyNotify(event)
                    if event.atom == self.property && event.state == Property::NEW_VALUE =>
                {
                    Some(())
                }
                _ => None,
            })?;
            let (_, piece) = self.take()?;
            if piece.is_empty() {
                return Some(bytes);
            }
            bytes.extend(piece);
            if bytes.len() > MOST_BYTES {
                return None;
            }
        }
    }

    /// Takes what was put for us; taking it away asks for the next piece.
    fn take(&self) -> Option<(Atom, Vec<u8>)> {
        let any = AtomEnum::ANY;
        let all = u32::MAX / 4;
        let reply = self
            .connection
            .get_property(true, self.window, self.property, any, 0, all)
            .ok()?
            .reply()
            .ok()?;
        self.connection.flush().ok()?;
        Some((reply.type_, reply.value))
    }

    /// Waits for an event that `is_it` takes.
    fn wait<T>(&self, is_it: impl Fn(&Event) -> Option<T>) -> Option<T> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match self.connection.poll_for_event().ok()? {
                Some(event) => {
                    if let Some(found) = is_it(&event) {
                        return Some(found);
                    }
                }
                None => std::thread::sleep(TICK),
            }
        }
        None
    }
}

fn atom(connection: &RustConnection, name: &str) -> Option<Atom> {
    let cookie = connection.intern_atom(false, name.as_bytes()).ok()?;
    Some(cookie.reply().ok()?.atom)
}

#[cfg(test)]
mod tests;
