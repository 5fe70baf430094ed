import type { Settings, Study, Variant } from '../study.ts';
import { heldTasks } from './heldTasks.ts';

/** One value of the setting that an ablation is about. */
export interface AblationValue {
  readonly name: string;
  /** Stands in the table before the number of the iteration. */
  readonly label: string;
  readonly title: string;
  readonly settings: Settings;
}

export interface Ablation extends Pick<Study, 'name' | 'title' | 'question'> {
  /** The value that the others are compared with first. */
  readonly values: readonly [AblationValue, ...AblationValue[]];
}

/**
 * A study of one setting: the recipe with each of its values, on seeds that all ablations share, so that runs which are
 * the same are done once in a workspace.
 */
export function ablation({ name, title, question, values }: Ablation): Study {
  const [usual, ...others] = values;
  const label = (value: AblationValue, iteration: number) => `${value.label}, iteration ${iteration}`;
  const cloning = 'Cloning';
  const variants = values.map(
    (value): Variant => ({
      name: value.name,
      title: value.title,
      settings: value.settings,
      rows: [
        ...(value === usual ? [{ label: cloning, arm: 'eto', iteration: 0 } as const] : []),
        ...iterations.map(iteration => ({ label: label(value, iteration), arm: 'eto', iteration }) as const),
      ],
    }),
  );
  return {
    name,
    title,
    question,
    seeds: [31, 32, 33, 34],
    experiment: { environment: heldTasks, iterations: iterations.length, baselines: [] },
    variants,
    comparisons: [
      ...values.map(value => ({ row: label(value, iterations.length), against: cloning })),
      ...others.flatMap(value =>
        iterations.map(iteration => ({ row: label(value, iteration), against: label(usual, iteration) })),
      ),
    ],
  };
}

const iterations = [1, 2];
