/**
 * A disk of a few megabytes that a test may fill: a tmpfs in a mount namespace of its own, so that it is gone with the
 * test however that ends. Root makes one; an ordinary user does where the system lets users have namespaces. Linux only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from '../workers/platform/processes.js';

export interface SmallDisk {
  /** What a command line begins with so that the program sees the disk at its folder. */
  inside: string[];
  /** The folder as it is seen from here, where there is no disk. */
  from: (folder: string) => string;
  /** Takes all that is free. */
  fill(): Promise<void>;
  /** Gives back what `fill` took. */
  makeRoom(): Promise<void>;
  close(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Root stays root. Anybody else becomes root to mount and himself again, since PostgreSQL minds. */
const HOLD: [string, ...string[]] = isRoot
  ? ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=$1,mode=1777 tmpfs "$0" && echo mounted && exec cat']
  : [
      'unshare',
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs -o size=$1,mode=1777 tmpfs "$0" && echo mounted && ' +
        'exec unshare --user --mount --map-user=$2 --map-group=$3 cat',
    ];

const insideOf = (pid: number): string[] =>
  isRoot
    ? ['nsenter', '--target', String(pid), '--mount', '--']
    : ['nsenter', '--target', String(pid), '--user', '--mount', '--preserve-credentials', '--'];

const hold = (folder: string, size: string): ChildProcess => {
  const [program, ...args] = [...HOLD, folder, size, String(process.getuid?.()), String(process.getgid?.())];
  // It waits for the end of its input, which comes with ours.
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
};

const FILLER = '.filler';

/** Mounts a disk of `size` (as `16m`) at `folder`; throws with what the system said where it lets nobody. */
export const smallDisk = async (folder: string, size: string): Promise<SmallDisk> => {
  const holder = hold(folder, size);
  let said = '';
  holder.stdout?.on('data', (chunk) => (said += String(chunk)));
  holder.stderr?.on('data', (chunk) => (said += String(chunk)));
  holder.stdin?.on('error', () => undefined);
  const failed = once(holder, 'close').then(() => {
    throw new Error(`No disk could be mounted: ${said.trim()}`);
  });
  failed.catch(() => undefined);
  const inside = insideOf(holder.pid ?? 0);
  const within = async (...command: string[]) => {
    const [program = '', ...args] = [...inside, ...command];
    return run(program, args, { cwd: '/' });
  };
  const seen = async (): Promise<void> => {
    while (!said.includes('mounted') || (await within('mountpoint', '-q', folder)).code !== 0)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await Promise.race([seen(), failed]);
  return {
    inside,
    from: (path) => `/proc/${holder.pid}/root${path}`,
    // In large pieces and then in small ones; the last of each is refused.
    fill: async () => {
      for (const [i, piece] of ['1M', '4k', '1'].entries())
        await within('dd', 'if=/dev/zero', `of=${folder}/${FILLER}${i}`, `bs=${piece}`, 'count=100k', 'status=none');
    },
    makeRoom: async () => {
      await within('sh', '-c', `rm -f "$0"/${FILLER}*`, folder);
    },
    close: async () => {
      const gone = once(holder, 'close');
      holder.stdin?.end();
      await gone;
    },
  };
};

/** Why no such disk can be had here, or undefined where it can. */
export const whyNoSmallDisk = async (folder: string): Promise<string | undefined> => {
  if (process.platform !== 'linux') return `There is no tmpfs on ${process.platform}`;
  try {
    await (await smallDisk(folder, '1m')).close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
