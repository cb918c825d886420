import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPencil, IconTags, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, body, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { SidePanel } from '../parts/dialog';
import { confirmAct } from '../parts/confirm';
import { Empty, LoadingRows } from '../parts/states';
import { useTellProblem } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { tagsQuery } from './queries';

interface Managed {
  org: string;
  works: boolean;
  /** Called with the job that a change of a tag is. */
  onBegun: (bulk: string) => void;
}

/** All tags with how many contacts have each; renamed and taken off here. */
export function TagsManager(props: Managed & { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <SidePanel
      opened={props.opened}
      onClose={props.onClose}
      title={t`Tags`}
    >
      {props.opened && <Tags {...props} />}
    </SidePanel>
  );
}

function Tags(props: Managed) {
  const { t } = useLingui();
  const tags = useQuery({ ...tagsQuery(props.org), staleTime: 0 });
  const [wanted, setWanted] = useState('');
  if (tags.data === undefined) {
    return tags.error === null ? <LoadingRows /> : <Trouble error={tags.error} retry={() => void tags.refetch()} />;
  }
  if (tags.data.items.length === 0) {
    return (
      <Empty icon={IconTags} title={<Trans>No tags yet</Trans>}>
        <Trans>Tags group contacts: "family", "choir", "vip". Add them to a contact, or in an import.</Trans>
      </Empty>
    );
  }
  const shown = tags.data.items.filter((tag) => tag.name.includes(wanted.trim().toLowerCase()));
  return (
    <Stack gap="xs">
      {tags.error !== null && <Trouble error={tags.error} retry={() => void tags.refetch()} />}
      {tags.data.items.length > 10 && (
        <TextInput
          type="search"
          aria-label={t`Find a tag`}
          placeholder={t`Find a tag`}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <Stack gap={0} component="ul" m={0} p={0} aria-label={t`Tags`}>
        {shown.map((tag) => (
          <OneTag key={tag.name} tag={tag} {...props} />
        ))}
      </Stack>
    </Stack>
  );
}

function OneTag({ tag, org, works, onBegun }: Managed & { tag: Schemas['Tag'] }) {
  const { t } = useLingui();
  const [renaming, setRenaming] = useState(false);
  const tellProblem = useTellProblem();
  const remove = useCommand({
    send: () => body(api.DELETE('/v1/orgs/{org}/tags/{tag}', { params: { path: { org, tag: tag.name } } })),
    onDone: (bulk) => onBegun(bulk.id),
    onProblem: tellProblem,
  });
  const many = t`${plural(tag.contacts, { one: '# contact', other: '# contacts' })}`;
  const ask = () =>
    confirmAct({
      title: t`Delete the tag “${tag.name}”?`,
      words: t`It is taken off ${many}. The contacts stay.`,
      act: t`Take it off ${many}`,
      cancel: t`Cancel`,
      onConfirm: () => remove.mutate(),
    });
  return (
    <Group component="li" justify="space-between" wrap="nowrap" mih={48} gap="xs" style={{ listStyle: 'none' }}>
      {renaming ? (
        <Rename tag={tag.name} org={org} onBegun={onBegun} onCancel={() => setRenaming(false)} />
      ) : (
        <>
          <Stack gap={0} miw={0}>
            <Text truncate>{tag.name}</Text>
            <Anchor
              size="sm"
              className="figures"
              renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} search={{ tag: [tag.name] }} {...root} />}
            >
              {many}
            </Anchor>
          </Stack>
          {works && (
            <Group gap={4} wrap="nowrap">
              <ActionIcon variant="subtle" size={44} aria-label={t`Rename ${tag.name}`} onClick={() => setRenaming(true)}>
                <IconPencil size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="subtle" color="red" size={44} aria-label={t`Delete ${tag.name}`} loading={remove.isPending} onClick={ask}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
          )}
        </>
      )}
    </Group>
  );
}

function Rename(props: { tag: string; org: string; onBegun: (bulk: string) => void; onCancel: () => void }) {
  const { t } = useLingui();
  const [to, setTo] = useState(props.tag);
  const { org, tag } = props;
  const rename = useCommand({
    send: (name: string, key) =>
      body(
        api.POST('/v1/orgs/{org}/tags/rename', {
          params: { path: { org }, header: { 'idempotency-key': key } },
          body: { from: tag, to: name },
        }),
      ),
    onDone: (bulk) => props.onBegun(bulk.id),
  });
  const fault = rename.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (to.trim() === tag) props.onCancel();
        else if (to.trim() !== '') rename.mutate(to.trim());
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={t`New name of “${tag}”`}
          description={t`Where a tag has that name, the two become one.`}
          value={to}
          maxLength={60}
          autoFocus
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        {fault !== null && <Trouble error={fault} />}
        <Group gap="xs">
          <Button type="submit" size="sm" h={44} loading={rename.isPending}>
            <Trans>Rename</Trans>
          </Button>
          <Button variant="default" size="sm" h={44} onClick={props.onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
