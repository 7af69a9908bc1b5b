import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What a department with some people needs, and little more. */
const SIZE = '400m';
const PIECES = [16 * 1024 * 1024, 64 * 1024, 512];

/** A disk in memory that can be filled to the last byte; mounting it needs root on Linux. */
export class SmallDisk {
  readonly #folder: string;
  readonly #ballast: string;

  /** @param folder becomes its root, and is empty again afterwards */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'small-disk', folder], { stdio: 'pipe' });
    this.#ballast = join(folder, 'ballast');
  }

  /** Whether this machine lets us have one. */
  static canBe(folder: string): boolean {
    try {
      new SmallDisk(folder).remove();
      return true;
    } catch {
      return false;
    }
  }

  fill(): void {
    const file = openSync(this.#ballast, 'w');
    for (const size of PIECES) while (written(file, size)) {}
    closeSync(file);
  }

  free(): void {
    rmSync(this.#ballast, { force: true });
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.#folder], { stdio: 'pipe' });
  }
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) > 0;
  } catch {
    return false;
  }
}
