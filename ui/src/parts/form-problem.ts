import type { UseFormReturnType } from '@mantine/form';
import { Problem } from '../api/problem';

/**
 * Puts what is wrong with each field beside the field. `true` when every fault found its field, so that
 * nothing is left to be told otherwise. `names` maps the API's names to the form's where they differ.
 */
export function showFaults<Values extends Record<string, unknown>>(
  form: UseFormReturnType<Values>,
  error: unknown,
  names: Record<string, string> = {},
): boolean {
  if (!(error instanceof Problem)) return false;
  const faults = Object.entries(error.fields()).map(([name, detail]) => [names[name] ?? name, detail] as const);
  if (faults.length === 0) return false;
  const known = faults.filter(([name]) => (name.split('.')[0] ?? '') in form.getValues());
  form.setErrors(Object.fromEntries(known));
  return known.length === faults.length;
}
