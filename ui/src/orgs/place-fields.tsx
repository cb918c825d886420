import { useLingui } from '@lingui/react/macro';
import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { REGIONS, zoneLabel } from './places';

type Field = Omit<SelectProps, 'data' | 'searchable' | 'limit'>;

/** Chooses a time zone of the world. */
export function ZoneSelect(props: Field) {
  const { t, i18n } = useLingui();
  const chosen = props.value ?? props.defaultValue;
  const data = useMemo(() => {
    const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC');
    if (typeof chosen === 'string' && chosen !== '') zones.add(chosen);
    const now = new Date();
    return [...zones].map((zone) => ({ value: zone, label: zoneLabel(zone, i18n.locale, now) }));
  }, [chosen, i18n.locale]);
  return <Select {...props} data={data} searchable limit={60} nothingFoundMessage={t`No time zone has this name`} />;
}

/** Chooses the country of phone numbers that have no country code. */
export function RegionSelect(props: Field) {
  const { t, i18n } = useLingui();
  const data = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.locale, { type: 'region' });
    const options = REGIONS.map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }));
    return options.sort((one, other) => one.label.localeCompare(other.label, i18n.locale));
  }, [i18n.locale]);
  return <Select {...props} data={data} searchable limit={60} nothingFoundMessage={t`No country has this name`} />;
}
