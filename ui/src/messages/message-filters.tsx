import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, MultiSelect } from '@mantine/core';
import { type MessagesSearch, PURPOSES, STATES } from './search';
import { useMessageStateWords, usePurposeWords } from './words';

/** Chooses which messages of a log are shown. */
export function MessageFilters(props: { filter: MessagesSearch; onChange: (filter: MessagesSearch) => void }) {
  const { t } = useLingui();
  const stateWords = useMessageStateWords();
  const purposeWords = usePurposeWords();
  const { filter, onChange } = props;
  const filtered = filter.state !== undefined || filter.purpose !== undefined;
  return (
    <Group align="flex-end" gap="sm">
      <MultiSelect
        label={t`What became of it`}
        placeholder={filter.state === undefined ? t`Anything` : undefined}
        data={STATES.map((state) => ({ value: state, label: stateWords(state).words }))}
        value={filter.state ?? []}
        onChange={(state) => onChange(withOut({ ...filter, state }))}
        flex="1 1 220px"
        clearable
      />
      <MultiSelect
        label={t`What it is for`}
        placeholder={filter.purpose === undefined ? t`Anything` : undefined}
        data={PURPOSES.map((purpose) => ({ value: purpose, label: purposeWords(purpose) }))}
        value={filter.purpose ?? []}
        onChange={(purpose) => onChange(withOut({ ...filter, purpose }))}
        flex="1 1 220px"
        clearable
      />
      {filtered && (
        <Button variant="subtle" onClick={() => onChange({})}>
          <Trans>Show all</Trans>
        </Button>
      )}
    </Group>
  );
}

/** Without filters that choose nothing: they do not go into the address. */
function withOut({ state, purpose }: MessagesSearch): MessagesSearch {
  return { ...(state?.length && { state }), ...(purpose?.length && { purpose }) };
}
