import type { Policy } from '../policies/policy.ts';
import type { Problem } from '../problem.ts';
import type { History, Split, Task } from '../trajectory/trajectory.ts';
import type { HoldOut } from './holdOut.ts';
import type { Wording } from './wording.ts';

/** What an environment can do beyond being played. */
export interface Capabilities {
  /** It can list every action that is valid now. */
  readonly admissible: boolean;
  /** Its state can be saved and restored. */
  readonly snapshot: boolean;
  /** The same task, seed and actions give the same observations, byte for byte. */
  readonly deterministicReplay: boolean;
  /** An expert policy exists for it. */
  readonly expert: boolean;
}

/** What the environment shows at the start of an episode. */
export interface Observation {
  readonly text: string;
  /** Valid actions, sorted; computed when first read. */
  readonly admissible?: readonly string[];
}

/** What one action led to. */
export interface Transition {
  readonly observation: string;
  /** Reward so far, in [0, 1]. */
  readonly reward: number;
  readonly done: boolean;
  readonly success: boolean;
  /** Whether the action was understood; an invalid action changes nothing. */
  readonly valid: boolean;
  /** Valid actions in the new state, sorted; computed when first read. */
  readonly admissible?: readonly string[];
}

/** Opaque state of an environment; immutable, hence shareable. */
export type Snapshot = object;

/** Plays one episode at a time. */
export interface Environment {
  readonly capabilities: Capabilities;
  /** Starts the episode of `task`. Throws `HumanError` when the task cannot be played (unknown, malformed game). */
  reset(task: Task, seed: number): Promise<Observation>;
  /** Takes one action; never throws for an action that makes no sense. */
  step(action: string): Promise<Transition>;
  /** The state now. Throws unless `capabilities.snapshot`. */
  snapshot(): Snapshot;
  /** Goes back to a state taken from this environment during the same episode. */
  restore(snapshot: Snapshot): void;
  dispose(): Promise<void>;
}

/** What a vocabulary is made of. */
export interface Language {
  /** Words and fixed phrases, one token each. */
  readonly words: readonly string[];
  /** Phrases that tell nothing and are no token at all. */
  readonly silent: readonly string[];
}

/** A family of tasks that can be played: what a registry entry names. */
export interface World {
  readonly name: string;
  /** The first `limit` tasks of a split in the world's own stable order (all of them, for a finite world, when absent). */
  tasks(split: Split, limit?: number): Promise<readonly Task[]>;
  /** What `tasks` has left out so far, in worlds that are read from files. */
  readonly skipped?: { readonly unsolvable: number; readonly problems: readonly Problem[] };
  /** A fresh environment; cheap, so that every concurrent episode has its own. */
  create(): Environment;
  /** A policy that solves the world's tasks from what it has observed; with `oracle` it may look at the hidden state too. */
  expert?(options: { readonly oracle: boolean }): Policy;
  /** What the world's texts are made of, for models that are made from nothing. */
  readonly language?: Language;
  /**
   * Episode `index` of a corpus without end, for models that are made from nothing: a `train` task as an agent with bad
   * habits plays it. It depends on seed and index alone.
   */
  habits?(options: { readonly seed: number; readonly index: number }): Promise<History>;
}

/** What a world needs from outside: the engine itself opens no file. */
export interface WorldPorts {
  /** The text of a file, gunzipped where it is compressed. Rejects with a `HumanError` that names the path. */
  readText(path: string): Promise<string>;
  /** Paths of all files below a folder whose name ends with one of `suffixes`, sorted by code unit, `/` as separator, relative to the folder. */
  list(folder: string, suffixes: readonly string[]): Promise<readonly string[]>;
}

/** `environment` of contrail.json, beyond the name. */
export interface WorldSettings {
  /** Folder of the game files, for worlds that are played from files. */
  readonly root?: string;
  /** Seed of the task generator, for worlds that make their own. */
  readonly seed: number;
  /** Test games taken out of the training games, for worlds that are played from files. */
  readonly holdOut?: HoldOut;
  /** In whose words games are played, for worlds that are played from files; as the files have them when absent. */
  readonly wording?: Wording;
}

/** A registry entry: adding an environment is one file and one line in `registry.ts`. */
export interface WorldKind {
  readonly name: string;
  /** One line for help and completion. */
  readonly description: string;
  open(settings: WorldSettings, ports: WorldPorts): World;
}
