import { open } from 'node:fs/promises';

/** Of a file, or of a folder with the names in it: survives a loss of power, and not only the end of the process. */
export const onDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
