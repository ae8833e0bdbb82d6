//! `kinetoon devices`: what runs where, and why.

use std::process::ExitCode;

use super::arguments::Devices;
use super::report;
use super::session::Session;
use crate::render::{DeviceChoice, DeviceReport, RendererOptions};

/// Tests the devices and says which is used.
///
/// # Errors
/// When a device was asked for that does not work.
pub(super) fn run(options: &Devices) -> anyhow::Result<ExitCode> {
    let renderer = RendererOptions {
        device: options.device,
        ..RendererOptions::default()
    };
    let session = Session::open(renderer)?;
    if options.json {
        report::json(&serde_json::to_value(&session.device)?);
    } else {
        report::line(&describe(&session.device, options));
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(device: &DeviceReport, options: &Devices) -> String {
    let mut lines = Vec::new();
    if options.device == DeviceChoice::Cpu {
        lines.push("Graphics adapters: not looked for".to_owned());
    } else if device.adapters.is_empty() {
        lines.push("Graphics adapters: none".to_owned());
    } else {
        lines.push("Graphics adapters:".to_owned());
    }
    for adapter in &device.adapters {
        let kind = if adapter.software {
            "software"
        } else {
            "hardware"
        };
        lines.push(format!(
            "  {} ({kind}, {}, {})",
            adapter.name, adapter.backend, adapter.driver
        ));
    }
    let place = |on_gpu: bool| match &device.adapter {
        Some(adapter) if on_gpu => adapter.name.clone(),
        _ => format!("CPU, {} threads", rayon::current_num_threads()),
    };
    lines.push(format!("Network runs on: {}", place(device.network_on_gpu)));
    lines.push(format!("Ink is drawn on: {}", place(device.ink_on_gpu)));
    if let Some(difference) = device.self_test {
        lines.push(format!(
            "Self-test: passed, differs from the CPU by at most {difference:.5}"
        ));
    }
    if let Some(note) = &device.note {
        lines.push(format!("Why: {note}"));
    }
    lines.join("\n")
}
