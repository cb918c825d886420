/** A form over a value that others change as well: what is sent of it, and what becomes of it after they did. */

/** What differs from the values that were seen. */
export function changedValues<Values extends Record<string, unknown>>(values: Values, seen: Values): Partial<Values> {
  const change: Partial<Values> = {};
  for (const name in values) if (values[name] !== seen[name]) change[name] = values[name];
  return change;
}

/** What was typed stays; what was not touched becomes what it is now. */
export function rebased<Values extends Record<string, unknown>>(values: Values, seen: Values, now: Values): Values {
  return { ...now, ...changedValues(values, seen) };
}
