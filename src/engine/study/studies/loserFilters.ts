import { ablation } from './ablation.ts';

/** Which failed episodes are worth learning from. */
export const loserFilters = ablation({
  name: 'loser-filters',
  title: 'Filters of the rejected side',
  question: 'Which failures are worth learning from, and how much of each?',
  values: [
    { name: 'usual', label: 'Default', title: 'Distinct failures, at most three a task', settings: {} },
    {
      name: 'every',
      label: 'Every failure',
      title: 'All failures of a task, duplicates too',
      settings: { pairs: { distinct: false, quotaPerTask: null } },
    },
    {
      name: 'one',
      label: 'One a task',
      title: 'One failure a task',
      settings: { pairs: { quotaPerTask: 1 } },
    },
    {
      name: 'unrepeated',
      label: 'No repetition',
      title: 'Failures without useless repetitions',
      settings: { pairs: { maxRepeated: 0 } },
    },
    {
      name: 'valid',
      label: 'Valid actions',
      title: 'Failures whose every action the environment understood',
      settings: { pairs: { maxInvalid: 0 } },
    },
    {
      name: 'cut',
      label: 'Cut',
      title: 'Failures cut at the length of the chosen side',
      settings: { pairs: { extraRounds: 0 } },
    },
  ],
});
