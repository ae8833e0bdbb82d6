//! What a pickle can describe: tensors, and what they stand in.

use super::damaged;
use crate::model::ModelError;

/// How deep one thing is inside another. What is deeper would overflow the stack when it is looked
/// through or let go of; `torch.save` nests some five deep.
const MAX_DEPTH: usize = 32;

/// Where the numbers of tensors stand in a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Storage {
    /// Name in the container.
    pub(super) key: String,
    /// `FloatStorage` and so on.
    pub(super) kind: String,
}

impl Storage {
    /// Bytes of a number; `None` when the kind is not known.
    pub(super) fn element_size(&self) -> Option<usize> {
        Some(match self.kind.as_str() {
            "DoubleStorage" | "LongStorage" => 8,
            "FloatStorage" | "IntStorage" => 4,
            "HalfStorage" | "BFloat16Storage" | "ShortStorage" => 2,
            "ByteStorage" | "CharStorage" | "BoolStorage" => 1,
            _ => return None,
        })
    }
}

/// A tensor as the pickle describes it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoredTensor {
    pub(super) storage: Storage,
    /// In numbers, as the strides.
    pub(super) offset: usize,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<usize>,
}

/// What a pickle can leave behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Integer(i64),
    Text(String),
    /// A tuple or a list.
    Sequence(Nest<Self>),
    Dict(Nest<(Self, Self)>),
    /// A class or function, by its name.
    Global(String),
    Storage(Storage),
    Tensor(StoredTensor),
    /// Anything else: of no interest.
    Other,
}

/// Values inside a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Nest<T> {
    pub(super) items: Vec<T>,
    /// How deep it goes: one more than the deepest of the items.
    depth: usize,
}

impl<T> Nest<T> {
    pub(super) const EMPTY: Self = Self {
        items: Vec::new(),
        depth: 1,
    };

    /// Adds `items`, the deepest of which has that depth.
    pub(super) fn add(
        &mut self,
        items: impl IntoIterator<Item = T>,
        deepest: usize,
    ) -> Result<(), ModelError> {
        self.depth = self.depth.max(deepest + 1);
        if self.depth > MAX_DEPTH {
            return Err(damaged("it is nested too deep"));
        }
        self.items.extend(items);
        Ok(())
    }
}

/// The depth of the deepest.
pub(super) fn deepest(values: &[Value]) -> usize {
    values.iter().map(Value::depth).max().unwrap_or(0)
}

impl Value {
    fn depth(&self) -> usize {
        match self {
            Self::Sequence(nest) => nest.depth,
            Self::Dict(nest) => nest.depth,
            _ => 0,
        }
    }

    pub(super) fn sequence(items: Vec<Self>) -> Result<Self, ModelError> {
        let mut nest = Nest::EMPTY;
        let deepest = deepest(&items);
        nest.add(items, deepest)?;
        Ok(Self::Sequence(nest))
    }

    pub(super) fn is_dict(&self) -> bool {
        matches!(self, Self::Dict(_))
    }

    /// The entries whose keys are texts; none when it is no dictionary.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = match self {
            Self::Dict(nest) => nest.items.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(|(key, value)| match key {
            Self::Text(key) => Some((key.as_str(), value)),
            _ => None,
        })
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Self> {
        let mut entries = self.entries();
        entries.find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The items of a tuple or list; none when it is neither.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Sequence(nest) => &nest.items,
            _ => &[],
        }
    }

    /// Bytes of memory that a copy takes.
    pub(super) fn num_bytes(&self) -> usize {
        let of_storage = |storage: &Storage| storage.key.len() + storage.kind.len();
        let inside = match self {
            Self::Text(text) | Self::Global(text) => text.len(),
            Self::Storage(storage) => of_storage(storage),
            Self::Tensor(tensor) => {
                let sides = tensor.shape.len() + tensor.strides.len();
                of_storage(&tensor.storage) + sides * size_of::<usize>()
            }
            Self::Sequence(nest) => nest.items.iter().map(Self::num_bytes).sum(),
            Self::Dict(nest) => {
                let bytes = |(key, value): &(Self, Self)| key.num_bytes() + value.num_bytes();
                nest.items.iter().map(bytes).sum()
            }
            Self::Integer(_) | Self::Other => 0,
        };
        size_of::<Self>() + inside
    }

    pub(super) fn size(&self) -> Option<usize> {
        match self {
            Self::Integer(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }
}
