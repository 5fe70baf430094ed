import { HumanError } from '../engine/problem.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and run the same command again, it goes on where it was',
  EDQUOT: 'your quota is used up; free some space and run the same command again, it goes on where it was',
  EFBIG: 'the file would be larger than the system allows; raise the limit or choose another disk',
  EACCES: 'permission is denied; choose another folder or change its permissions',
  EPERM: 'the system does not permit it; choose another folder or close the program that uses the file',
  EROFS: 'the file system is read-only; choose another folder',
  ENOENT: 'there is no such file or folder; check the path',
  ENOTDIR: 'a part of the path is a file, not a folder; check the path',
  EISDIR: 'it is a folder, not a file; name a file in it',
  EEXIST: 'something else of that name is in the way; remove it or choose another name',
  EMFILE: 'too many files are open; lower the concurrency',
  EBUSY: 'another program is using it; close that program and try again',
  EIO: 'the disk reports an error; check it',
};

/** The code of an operating-system error, such as `ENOENT`; undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * What to throw when the file system refuses: a `HumanError` that says what was tried and what to do next, or the
 * error itself where its cause is not the person's to mend. `action` completes "Cannot …", e.g. `write`.
 */
export function fileError(error: unknown, action: string, path: string): unknown {
  const reason = reasons[errorCode(error) ?? ''];
  return reason ? new HumanError(`Cannot ${action} ${path}: ${reason}.`, [], { cause: error }) : error;
}
