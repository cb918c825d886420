import { useLingui } from '@lingui/react/macro';
import { Checkbox, Select, SimpleGrid } from '@mantine/core';
import type { Schemas } from '../api/client';
import { RegionSelect } from '../orgs/place-fields';
import type { Reading } from './import-api';
import { Section } from '../parts/section';

/** Encodings that are offered beside the one that was found. */
const ENCODINGS = [
  'UTF-8', 'UTF-16LE', 'UTF-16BE', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1253', 'windows-1254',
  'windows-1255', 'windows-1256', 'ISO-8859-2', 'Shift_JIS', 'EUC-KR', 'Big5', 'gb18030',
];

/** How bytes become rows, and phones numbers: as it was guessed, or as the organizer says. */
export function ImportReading({ preview, onChange }: { preview: Schemas['DryRun']; onChange: (change: Reading) => void }) {
  const { t } = useLingui();
  // Other rows or cells: what the columns are has to be guessed again.
  const anew = (change: Reading) => onChange({ ...change, columns: undefined });
  return (
    <Section title={t`How the file is read`}>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label={t`Encoding`}
          description={t`Change it where letters with accents look wrong.`}
          data={[...new Set([preview.encoding, ...ENCODINGS])]}
          value={preview.encoding}
         
          searchable
          onChange={(encoding) => encoding !== null && anew({ encoding })}
        />
        <Select
          label={t`Between cells stands`}
          description={t`What divides one column from the next.`}
          data={[
            { value: 'comma', label: t`a comma` },
            { value: 'semicolon', label: t`a semicolon` },
            { value: 'tab', label: t`a tab` },
            { value: 'pipe', label: t`a bar |` },
          ]}
          value={preview.delimiter}
         
          onChange={(delimiter) => delimiter !== null && anew({ delimiter })}
        />
        <RegionSelect
          label={t`Phones without a country code`}
          description={t`belong to this country.`}
          value={preview.region}
         
          onChange={(region) => region !== null && onChange({ region })}
        />
      </SimpleGrid>
      <Checkbox
        mt="md"
        label={t`The first row names the columns`}
        checked={preview.header}
        onChange={(event) => anew({ header: event.currentTarget.checked })}
      />
    </Section>
  );
}
