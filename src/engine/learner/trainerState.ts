/** All that training carries from one optimiser step to the next: with it, a killed run goes on to the same bits. */
export interface TrainerState {
  /** Optimiser steps done. */
  step: number;
  readonly parameters: Float32Array;
  /** Adam's first moment, one a parameter. */
  readonly first: Float32Array;
  /** Adam's second moment. */
  readonly second: Float32Array;
}

const magic = 0x31535443;
const headBytes = 16;

/** The state before the first step. Training changes `parameters` in place. */
export function freshState(parameters: Float32Array): TrainerState {
  return {
    step: 0,
    parameters,
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
  };
}

/** The state as bytes: "CTS1", the step, the number of parameters (each 32 bits), 4 bytes of 0, then three float32 arrays. Little-endian. */
export function writeState({ step, parameters, first, second }: TrainerState): Uint8Array<ArrayBuffer> {
  const count = parameters.length;
  const buffer = new ArrayBuffer(headBytes + 12 * count);
  new Uint32Array(buffer, 0, 3).set([magic, step, count]);
  for (const [index, part] of [parameters, first, second].entries())
    new Float32Array(buffer, headBytes + 4 * index * count, count).set(part);
  return new Uint8Array(buffer);
}

/** What `writeState` wrote, or undefined when the bytes are something else or cut short. */
export function readState(bytes: Uint8Array): TrainerState | undefined {
  const copy = bytes.slice().buffer;
  if (copy.byteLength < headBytes) return undefined;
  const [found, step, count] = new Uint32Array(copy, 0, 3) as unknown as [number, number, number];
  if (found !== magic || copy.byteLength !== headBytes + 12 * count) return undefined;
  const part = (index: number) => new Float32Array(copy, headBytes + 4 * index * count, count);
  return { step, parameters: part(0), first: part(1), second: part(2) };
}
