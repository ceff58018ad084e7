import { spawn } from 'node:child_process';
/**
 * `kill -9` of a parent leaves its servers running. A shell that waits on a pipe from us learns of our end, however it
 * comes, and then stops them and deletes what was to be temporary. Its input is one line of process ids at a time.
 */
const SCRIPT = `
  while read -r line; do pids=$line; done
  [ -n "$pids" ] || exit 0
  kill -INT $pids 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 $pids 2>/dev/null || break; sleep 1; done
  kill -KILL $pids 2>/dev/null
  [ $# -eq 0 ] || rm -rf -- "$@"
`;
export const standGuard = (temporary = []) => {
    if (process.platform === 'win32')
        return { watch: () => undefined, release: () => undefined };
    const shell = spawn('/bin/sh', ['-c', SCRIPT, 'ehcna-guard', ...temporary], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
        cwd: '/',
    });
    shell.unref();
    const input = shell.stdin;
    input.on('error', () => undefined);
    // The pipe alone is not to keep us running.
    if ('unref' in input && typeof input.unref === 'function')
        input.unref();
    return {
        watch: (pids) => void input.write(`${pids.join(' ')}\n`),
        release: () => void input.end('\n'),
    };
};
//# sourceMappingURL=guard.js.map