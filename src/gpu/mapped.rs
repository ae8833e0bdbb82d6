//! Waits until what the device has written can be read.

use std::time::Duration;

use super::GpuError;

/// How long another thread may take to say that a copy is there, after the device has made it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Maps `buffers` for reading, after all that was submitted before.
///
/// # Errors
/// [`GpuError::Lost`] when the device failed before that.
pub(super) fn map_all<const N: usize>(
    device: &wgpu::Device,
    buffers: [&wgpu::Buffer; N],
) -> Result<(), GpuError> {
    let (sender, receiver) = crossbeam_channel::bounded(N);
    for buffer in buffers {
        let sender = sender.clone();
        buffer.map_async(wgpu::MapMode::Read, .., move |mapped| {
            sender.send(mapped).ok();
        });
    }
    drop(sender);
    let waited = device.poll(wgpu::PollType::wait_indefinitely());
    waited.map_err(|err| lost(&err))?;
    for _ in buffers {
        // Another thread that waits for the same device may have taken our messages along, and not
        // yet handed them over.
        let mapped = receiver.recv_timeout(PATIENCE).map_err(|err| lost(&err))?;
        mapped.map_err(|err| lost(&err))?;
    }
    Ok(())
}

pub(super) fn lost(err: &impl std::fmt::Display) -> GpuError {
    let reason = err.to_string();
    GpuError::Lost { reason }
}
