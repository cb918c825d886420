import { useLingui } from '@lingui/react/macro';
import type { EventValues } from './event-values';
import { readLocal } from './wall-clock';

/** What is wrong with the form before it is sent, by field. The server knows the rest. */
export function useEventFaults(): (values: EventValues, before?: EventValues) => Record<string, string> {
  const { t } = useLingui();
  return (values, before) => {
    const faults: Record<string, string> = {};
    if (values.name.trim() === '') faults.name = t`Give it a name`;
    if (values.date === '') faults.date = t`Choose a day`;
    if (values.time === '') faults.time = t`Choose a time`;
    if (!values.unlimited && !(Number(values.capacity) >= 1)) faults.capacity = t`At least one seat, or no limit`;
    if (!(Number(values.hours) > 0)) faults.hours = t`Longer than nothing`;
    const moved = before === undefined || before.date !== values.date || before.time !== values.time;
    const start = readLocal(`${values.date}T${values.time}`, values.zone);
    if (moved && start !== null && start.at.getTime() <= Date.now()) faults.date = t`This is in the past`;
    return faults;
  };
}
