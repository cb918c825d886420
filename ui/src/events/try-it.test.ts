import { expect, test } from 'vitest';
import { nextStep, STEPS, type Trial } from './try-it';

const trial: Trial = { org: 'o', zone: 'UTC', name: 'Dinner', key: 'k' };

test('the_steps_come_one_after_the_other_and_then_there_is_none', () => {
  const after: Trial[] = [
    trial,
    { ...trial, contacts: ['c'] },
    { ...trial, contacts: ['c'], event: 'e' },
    { ...trial, contacts: ['c'], event: 'e', invited: 1 },
    { ...trial, contacts: ['c'], event: 'e', invited: 1, answering: true },
    { ...trial, contacts: ['c'], event: 'e', invited: 1, answering: true, started: true },
  ];
  expect(after.map(nextStep)).toEqual([...STEPS, null]);
});
