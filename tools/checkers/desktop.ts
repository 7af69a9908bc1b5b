import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const BUS_LAUNCHER = '/usr/libexec/at-spi-bus-launcher';
/** The programs of a desktop that a screen reader can work on. */
export const DESKTOP_PROGRAMS = ['Xvfb', 'dbus-daemon', BUS_LAUNCHER] as const;

/** A desktop of its own that nobody sees: a screen, a session bus and the bus of assistive technologies; gone when it is closed. */
export class Desktop {
  /** What programs on this desktop have in their environment. Its home is empty: no settings of anybody. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that is gone with the desktop. */
  readonly folder: string;
  readonly #running: ChildProcess[];

  private constructor(folder: string, environment: Record<string, string>, running: ChildProcess[]) {
    this.folder = folder;
    this.environment = environment;
    this.#running = running;
  }

  static async open(): Promise<Desktop> {
    const folder = mkdtempSync(join(tmpdir(), 'portal-desktop-'));
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const desktop = new Desktop(
      folder,
      {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        LANG: 'C.UTF-8',
        DISPLAY: `:${await firstLine(screen.stdio[3] as Readable)}`,
        DBUS_SESSION_BUS_ADDRESS: await firstLine(bus.stdout),
        GNOME_ACCESSIBILITY: '1', // Firefox makes its tree of accessible objects
      },
      [bus, screen],
    );
    desktop.start(BUS_LAUNCHER, '--launch-immediately', '--a11y=1', '--screen-reader=1');
    return desktop;
  }

  /** Starts a program on the desktop, which ends with it. */
  start(program: string, ...given: readonly string[]): ChildProcess {
    const child = spawn(program, given, { env: this.environment, stdio: 'ignore' });
    this.#running.unshift(child);
    return child;
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function firstLine(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream) {
    text += String(part);
    if (text.includes('\n')) break;
  }
  return text.slice(0, text.indexOf('\n'));
}
