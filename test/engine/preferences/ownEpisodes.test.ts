import { testTable } from './propose.ts';

testTable({ preset: 'own-success' }, [
  ['the shortest own success is chosen', 'expert 1 g | a 0 x | b 1 u v w | c 1 u v', 'c > a[1] | b: tie'],
  ['of equally short ones the first', 'a 1 u v | b 1 v u | c 0 x', 'b: tie | a > c[1]'],
  ['without one the demonstration', 'expert 1 g p | a 0 x | b 0.5/done y', 'expert > a[1] | expert > b[1]'],
  ['without both no pair', 'a 0 x | b 0.5/done y', 'a: no-success | b: no-success'],
  ['nothing but success', 'expert 1 g | a 1 u | b 1 v', 'a: no-failure | b: tie'],
  ['a partial reward is no success', 'a 0.9/done u | b 0 x', 'a: no-success | b: no-success'],
  [
    'each distinct failure once',
    'expert 1 g | a 0 x | b 0 x | c 0 x y',
    'expert > a[1] | b: duplicate | expert > c[2]',
  ],
  [
    'three pairs a task, by rollout',
    'a 0 v | b 0 w | c 1 u | d 0 x | e 0 y',
    'c > a[1] | c > b[1] | c > d[1] | e: over-quota',
  ],
  ['what broke off is no failure', 'a 1 u | b null/timeout x | c 0 y', 'b: incomplete-episode | a > c[1]'],
  ['a null reward is no failure', 'expert 1 g | a null/done x', 'a: null-reward'],
  ['nothing was explored', 'expert 1 g', 'task: no-episode'],
]);

testTable({ preset: 'own-success', maxInvalid: 0 }, [
  ['a success whose failures are turned down', 'a 1 u | b 0 !x', 'a: no-failure | b: noisy-loser'],
]);

testTable({ strategy: 'agent-against-agent' }, [
  ['two rollouts, two rewards, one pair', 'expert 1 g | a 0.2 x | b 0.7/done y', 'b > a[1]'],
  ['the shortest best against each worse', 'a 1 u v | b 1 w | c 0 x | d 0.5 y', 'a: tie | b > c[1] | b > d[1]'],
  ['all fail alike', 'a 0 x | b 0 y', 'a: no-success | b: tie'],
  ['one success alone', 'a 1 u', 'a: no-failure'],
  ['nothing that counts', 'a null/timeout x', 'a: incomplete-episode'],
]);
