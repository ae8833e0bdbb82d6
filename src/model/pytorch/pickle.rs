//! The part of Python's pickle language that describes tensors. Nothing is run.

use std::collections::HashMap;

use super::damaged;
use super::value::{Nest, Storage, StoredTensor, Value, deepest};
use crate::model::ModelError;

/// More parts than the description of any of these networks has, instructions, and bytes.
const MAX_PARTS: usize = 1 << 20;
const MAX_STEPS: usize = 1 << 22;
const MAX_BYTES: usize = 64 << 20;
/// Bytes of copies: a few instructions could ask for copies of copies without end.
const MAX_COPIED: usize = 64 << 20;
/// Sides of a tensor; convolutions have four.
const MAX_SIDES: usize = 8;
/// Instructions between two looks at whether anybody still waits.
const STEPS_AT_ONCE: usize = 1 << 12;

/// Reads one pickle; gives what it describes and how many bytes it took. `keep_going` is asked on
/// the way.
pub(super) fn load(
    bytes: &[u8],
    keep_going: &dyn Fn() -> bool,
) -> Result<(Value, usize), ModelError> {
    let mut machine = Machine {
        bytes,
        at: 0,
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
        num_copied: 0,
    };
    let mut num_steps = 0;
    while machine.step()? {
        num_steps += 1;
        if num_steps > MAX_STEPS || machine.at > MAX_BYTES {
            return Err(too_large());
        }
        if num_steps % STEPS_AT_ONCE == 0 && !keep_going() {
            return Err(damaged("nobody waits for it any more"));
        }
    }
    let root = machine.pop()?;
    Ok((root, machine.at))
}

struct Machine<'a> {
    bytes: &'a [u8],
    at: usize,
    stack: Vec<Value>,
    /// Heights of the stack that the language remembers.
    marks: Vec<usize>,
    memo: HashMap<u32, Value>,
    /// Bytes of values copied so far.
    num_copied: usize,
}

impl<'a> Machine<'a> {
    /// Does one instruction; says whether there is another.
    fn step(&mut self) -> Result<bool, ModelError> {
        if self.stack.len() > MAX_PARTS {
            return Err(too_large());
        }
        match self.byte()? {
            // Version, frame.
            0x80 => drop(self.take(1)?),
            0x95 => drop(self.take(8)?),
            b'.' => return Ok(false),
            b'(' => self.marks.push(self.stack.len()),
            // Nothing of interest; with `b` the state of an object.
            b'0' | b'b' => drop(self.pop()?),
            b'N' | 0x88 | 0x89 => self.stack.push(Value::Other),
            b'G' => {
                self.take(8)?;
                self.stack.push(Value::Other);
            }
            b'}' => self.stack.push(Value::Dict(Nest::EMPTY)),
            b']' | b')' => self.stack.push(Value::Sequence(Nest::EMPTY)),
            b'K' => self.integer(1)?,
            b'M' => self.integer(2)?,
            b'J' => {
                let number = self.take(4)?;
                let number = i32::from_le_bytes(super::first(number));
                self.stack.push(Value::Integer(number.into()));
            }
            0x8a => {
                let len = self.byte()?.into();
                self.integer(len)?;
            }
            b'X' | b'T' => self.text(4)?,
            0x8c | b'U' => self.text(1)?,
            b'q' => self.remember(1)?,
            b'r' => self.remember(4)?,
            0x94 => {
                let index = self.memo.len() as u32;
                self.keep(index)?;
            }
            b'h' => self.recall(1)?,
            b'j' => self.recall(4)?,
            b'c' => {
                let (_, name) = (self.line()?, self.line()?);
                self.stack.push(Value::Global(name));
            }
            0x93 => {
                let name = self.pop()?;
                self.pop()?;
                self.stack.push(match name {
                    Value::Text(name) => Value::Global(name),
                    _ => Value::Other,
                });
            }
            0x85 => self.tuple(1)?,
            0x86 => self.tuple(2)?,
            0x87 => self.tuple(3)?,
            b't' | b'l' => {
                let items = self.since_mark()?;
                self.stack.push(Value::sequence(items)?);
            }
            b'a' => {
                let item = self.pop()?;
                self.append(vec![item])?;
            }
            b'e' => {
                let items = self.since_mark()?;
                self.append(items)?;
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.set(vec![key, value])?;
            }
            b'u' => {
                let items = self.since_mark()?;
                self.set(items)?;
            }
            b'R' | 0x81 => {
                let (arguments, function) = (self.pop()?, self.pop()?);
                self.stack.push(call(&function, arguments));
            }
            b'Q' => {
                let id = self.pop()?;
                self.stack
                    .push(storage(&id).map_or(Value::Other, Value::Storage));
            }
            _ => return Err(damaged("it holds more than tensors")),
        }
        Ok(true)
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(len);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        self.at = self.at.saturating_add(len);
        taken.ok_or_else(|| damaged("it is cut off"))
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        Ok(self.take(1)?.first().copied().unwrap_or(0))
    }

    /// A whole number of up to four bytes, least first.
    fn number(&mut self, len: usize) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(super::first(self.take(len)?)))
    }

    fn line(&mut self) -> Result<String, ModelError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|byte| *byte == b'\n');
        let line = self.take(len.ok_or_else(|| damaged("it is cut off"))?)?;
        self.take(1)?;
        Ok(String::from_utf8_lossy(line).into_owned())
    }

    fn integer(&mut self, len: usize) -> Result<(), ModelError> {
        let bytes = self.take(len)?;
        let value = if len <= 8 {
            Value::Integer(i64::from_le_bytes(super::first(bytes)))
        } else {
            Value::Other
        };
        self.stack.push(value);
        Ok(())
    }

    fn text(&mut self, len_of_len: usize) -> Result<(), ModelError> {
        let len = self.number(len_of_len)?;
        let text = String::from_utf8_lossy(self.take(len as usize)?);
        self.stack.push(Value::Text(text.into_owned()));
        Ok(())
    }

    fn remember(&mut self, len: usize) -> Result<(), ModelError> {
        let index = self.number(len)?;
        self.keep(index)
    }

    fn keep(&mut self, index: u32) -> Result<(), ModelError> {
        let value = self.top()?.clone();
        self.count(&value)?;
        self.memo.insert(index, value);
        Ok(())
    }

    fn count(&mut self, copied: &Value) -> Result<(), ModelError> {
        self.num_copied += copied.num_bytes();
        if self.num_copied > MAX_COPIED {
            return Err(too_large());
        }
        Ok(())
    }

    fn recall(&mut self, len: usize) -> Result<(), ModelError> {
        let index = self.number(len)?;
        let value = self.memo.get(&index);
        let value = value.ok_or_else(|| damaged("it recalls what it never told"))?;
        let value = value.clone();
        self.count(&value)?;
        self.stack.push(value);
        Ok(())
    }

    fn top(&mut self) -> Result<&mut Value, ModelError> {
        let top = self.stack.last_mut();
        top.ok_or_else(|| damaged("its parts do not fit"))
    }

    fn pop(&mut self) -> Result<Value, ModelError> {
        self.stack
            .pop()
            .ok_or_else(|| damaged("its parts do not fit"))
    }

    fn since_mark(&mut self) -> Result<Vec<Value>, ModelError> {
        let mark = self.marks.pop().filter(|mark| *mark <= self.stack.len());
        let mark = mark.ok_or_else(|| damaged("its parts do not fit"))?;
        Ok(self.stack.split_off(mark))
    }

    fn tuple(&mut self, len: usize) -> Result<(), ModelError> {
        let start = self.stack.len().checked_sub(len);
        let start = start.ok_or_else(|| damaged("its parts do not fit"))?;
        let items = self.stack.split_off(start);
        self.stack.push(Value::sequence(items)?);
        Ok(())
    }

    fn append(&mut self, new: Vec<Value>) -> Result<(), ModelError> {
        let deepest = deepest(&new);
        match self.top()? {
            Value::Sequence(nest) => nest.add(new, deepest),
            _ => Ok(()),
        }
    }

    /// Keys and values in turns go into the dictionary on top.
    fn set(&mut self, new: Vec<Value>) -> Result<(), ModelError> {
        let deepest = deepest(&new);
        let Value::Dict(nest) = self.top()? else {
            return Ok(());
        };
        let mut new = new.into_iter();
        let pairs = std::iter::from_fn(|| Some((new.next()?, new.next()?)));
        nest.add(pairs, deepest)
    }
}

fn too_large() -> ModelError {
    damaged("it describes more than any network has")
}

/// What a function of `PyTorch` would make of its arguments.
fn call(function: &Value, arguments: Value) -> Value {
    let Value::Global(name) = function else {
        return Value::Other;
    };
    match name.as_str() {
        "OrderedDict" => Value::Dict(Nest::EMPTY),
        "_rebuild_tensor_v2" | "_rebuild_tensor" => {
            tensor(arguments.items()).map_or(Value::Other, Value::Tensor)
        }
        "_rebuild_parameter" => match arguments {
            Value::Sequence(nest) => nest.items.into_iter().next().unwrap_or(Value::Other),
            _ => Value::Other,
        },
        _ => Value::Other,
    }
}

/// `(storage, offset, shape, strides, ..)`
fn tensor(arguments: &[Value]) -> Option<StoredTensor> {
    let [Value::Storage(storage), offset, shape, strides, ..] = arguments else {
        return None;
    };
    let sizes = |value: &Value| -> Option<Vec<usize>> {
        let sides = value.items();
        let sides = Some(sides).filter(|sides| sides.len() <= MAX_SIDES)?;
        sides.iter().map(Value::size).collect()
    };
    Some(StoredTensor {
        storage: storage.clone(),
        offset: offset.size()?,
        shape: sizes(shape)?,
        strides: sizes(strides)?,
    })
}

/// `("storage", kind, key, device, length, ..)`
fn storage(id: &Value) -> Option<Storage> {
    let [_, Value::Global(kind), Value::Text(key), ..] = id.items() else {
        return None;
    };
    Some(Storage {
        key: key.clone(),
        kind: kind.clone(),
    })
}
