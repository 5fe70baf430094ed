import type { Static } from 'typebox';
import { Default } from 'typebox/value';
import type { Configuration } from '../configuration/schema.ts';
import { configurationSchema } from '../configuration/schema.ts';
import type { Arm } from '../iteration/place.ts';
import { mergeSettings } from './mergeSettings.ts';

type Partially<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partially<T[K]> }
    : T;

/** Part of a contrail.json: what is to be different from the defaults. Name and seeds are a study's own business. */
export type Settings = Partially<Omit<Static<typeof configurationSchema>, 'name' | 'seeds'>>;

/** A policy of a variant's run, as a row of the study's table. */
export interface StudyRow {
  readonly label: string;
  readonly arm: Arm;
  /** 0 is before the first exploration, which all arms but Best-of-N share. */
  readonly iteration: number;
}

/** One of the experiments that a study compares. */
export interface Variant {
  /** Its folder inside the study's. */
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** What is different from the study's `experiment`. */
  readonly settings: Settings;
  readonly rows: readonly StudyRow[];
}

/** Two rows of a study whose difference is asked for, over the seeds and tasks that both have. */
export interface Comparison {
  readonly row: string;
  readonly against: string;
}

/** A question and the experiments that answer it: they differ in a few settings, and are run and compared as one. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly seeds: readonly number[];
  /** What all variants share. */
  readonly experiment: Settings;
  readonly variants: readonly Variant[];
  readonly comparisons: readonly Comparison[];
}

/** What the contrail.json of a variant says; defaults are left out, as a person would. */
export function variantSettings(study: Study, variant: Variant, seeds: readonly number[]): object {
  const merged = mergeSettings(study.experiment, variant.settings);
  return { name: `${study.name}.${variant.name}`, ...(merged as Settings), seeds: [...seeds] };
}

/** Settings with every default filled in. */
export function configurationFrom(settings: object): Configuration {
  return Default(configurationSchema, structuredClone(settings)) as Configuration;
}
