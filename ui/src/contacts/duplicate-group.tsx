import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Badge, Button, Card, Checkbox, Group, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { useMay } from '../orgs/use-org';
import { confirmAct } from '../parts/confirm';
import { tell, useTellProblem } from '../parts/toast';
import { type ContactRow, isRefused, patchRows } from './queries';

/** Contacts that may be one person: who stays, and who becomes part of it. */
export function DuplicateGroup({ org, group, onDone }: { org: string; group: Schemas['DuplicateGroup']; onDone: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const [merged, setMerged] = useState<ReadonlySet<string>>(new Set());
  const contacts = group.contacts.filter((one) => !merged.has(one.id));
  const [stays, setStays] = useState(contacts[0]?.id ?? '');
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  const survivor = contacts.find((one) => one.id === stays);
  const others = contacts.filter((one) => one.id !== stays && !apart.has(one.id));
  const merge = useMergeAll(org, (id) => setMerged((last) => new Set(last).add(id)), onDone);
  const name = survivor?.name || survivor?.phone || survivor?.email || '';
  const act = t`${plural(others.length, { one: 'Merge # contact into this one', other: 'Merge # contacts into this one' })}`;
  const ask = () =>
    confirmAct({
      title: t`Merge into ${name}?`,
      words: t`${name} stays, with tags and lists of all; what is missing comes from the others. ${plural(others.length, { one: '# other contact is', other: '# other contacts are' })} deleted then. This cannot be taken back.`,
      act,
      cancel: t`Cancel`,
      onConfirm: () => merge.mutate({ stays, others }),
    });
  const toggle = (id: string) =>
    setApart((last) => {
      const next = new Set(last);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Card withBorder radius="lg" padding="lg" role="listitem">
      <Group gap="xs" mb="sm">
        <ReasonBadges reasons={group.reasons} />
      </Group>
      <Stack gap="sm">
        {contacts.map((one) => (
          <Candidate
            key={one.id}
            org={org}
            contact={one}
            choice={
              may('tidy')
                ? {
                    stays: one.id === stays,
                    apart: apart.has(one.id),
                    onStay: () => setStays(one.id),
                    onApart: () => toggle(one.id),
                    group: keyName(group.contacts),
                  }
                : undefined
            }
          />
        ))}
        {group.more && (
          <Text size="sm" c="dimmed">
            <Trans>There are more of this name.</Trans>
          </Text>
        )}
        {may('tidy') && (
          <Group justify="flex-end">
            <Button disabled={others.length === 0} loading={merge.isPending} onClick={ask}>
              {act}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}

function keyName(contacts: readonly ContactRow[]): string {
  return `stays ${contacts[0]?.id}`;
}

function Candidate(props: {
  org: string;
  contact: ContactRow;
  choice?: { stays: boolean; apart: boolean; onStay: () => void; onApart: () => void; group: string };
}) {
  const { t } = useLingui();
  const { contact, choice } = props;
  const name = contact.name || contact.phone || contact.email || t`No name`;
  return (
    <Group wrap="wrap" gap="md" mih={44}>
      {choice !== undefined && (
        <Radio
          name={choice.group}
          label={t`Stays`}
          aria-label={t`${name}, ${contact.phone ?? contact.email ?? ''} stays`}
          checked={choice.stays}
          onChange={choice.onStay}
        />
      )}
      <Stack gap={0} flex={1} miw={180}>
        <Anchor
          fw={550}
          renderRoot={(root) => (
            <Link to="/o/$org/contacts/$contact" params={{ org: props.org, contact: contact.id }} {...root} />
          )}
        >
          {name}
        </Anchor>
        <Text size="sm" c="dimmed" dir="ltr" ta="start">
          {[contact.phone, contact.email].filter((one) => one != null).join(' · ')}
        </Text>
        {contact.tags.length > 0 && <Text size="sm">{contact.tags.join(', ')}</Text>}
      </Stack>
      {choice !== undefined && !choice.stays && (
        <Checkbox
          label={t`Another person`}
          aria-label={t`${name}, ${contact.phone ?? contact.email ?? ''} is another person`}
          checked={choice.apart}
          onChange={choice.onApart}
        />
      )}
    </Group>
  );
}

function ReasonBadges({ reasons }: { reasons: readonly string[] }) {
  const { t } = useLingui();
  const words = new Map([
    ['name', t`Same name`],
    ['email', t`Same e-mail`],
    ['phone', t`Same phone`],
  ]);
  return reasons.map((reason) => (
    <Badge key={reason} variant="light" tt="none">
      {words.get(reason) ?? reason}
    </Badge>
  ));
}

/**
 * Merges one after the other. Each has its own key until it is answered: where one fails in between, what
 * is done stays done and the rest can go on, also in another choice.
 */
function useMergeAll(org: string, onMerged: (contact: string) => void, onDone: () => void) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const tellProblem = useTellProblem();
  const keys = useRef(new Map<string, string>());
  const again = (refetchType: 'active' | 'none') =>
    void queries.invalidateQueries({ queryKey: ['org', org, 'contacts', 'duplicates'], refetchType });
  return useCommand({
    send: async ({ stays, others }: { stays: string; others: readonly ContactRow[] }) => {
      for (const other of others) {
        const pair = `${stays} ${other.id}`;
        const key = keys.current.get(pair) ?? crypto.randomUUID();
        keys.current.set(pair, key);
        await body(
          api.POST('/v1/orgs/{org}/contacts/{contact}/merge', {
            params: { path: { org, contact: stays }, header: { 'idempotency-key': key } },
            body: { with: other.id },
          }),
        );
        patchRows(queries, org, (row) => (row.id === other.id ? null : row));
        onMerged(other.id);
      }
    },
    onDone: (_, { others }) => {
      tell(t`${plural(others.length + 1, { one: '# contact became one', other: '# contacts became one' })}`);
      again('none');
      onDone();
    },
    onProblem: (problem) => {
      // An answer ends the attempt: somebody else may have merged or deleted one of them.
      if (isRefused(problem)) {
        keys.current.clear();
        again('active');
      }
      tellProblem(problem);
    },
    touches: () => [['org', org, 'contacts', 'one'], ['org', org, 'tags'], ['org', org, 'lists']],
  });
}
