import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Badge, Button, Grid, Group, Menu, Stack } from '@mantine/core';
import { IconArrowsJoin, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { api, type Schemas, type Seen } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { useMay } from '../orgs/use-org';
import { confirmAct } from '../parts/confirm';
import { PageHead } from '../parts/page-head';
import { LoadingRows } from '../parts/states';
import { tell, useTellProblem } from '../parts/toast';
import { Nowhere, Trouble } from '../parts/trouble';
import { ContactConsents } from './contact-consents';
import { ContactDrawer } from './contact-drawer';
import { ContactFacts } from './contact-facts';
import { ContactLists } from './contact-lists';
import { ContactMessages } from './contact-messages';
import { ContactTexts } from './contact-texts';
import { MergeModal } from './merge-modal';
import { contactQuery, patchRows } from './queries';

const route = getRouteApi('/signed-in/o/$org/contacts/$contact');

/** One person: all that is known, agreed and sent. */
export function ContactPage() {
  const { org, contact } = route.useParams();
  const query = useQuery(contactQuery(org, contact));
  if (isProblem(query.error, 'not-found')) return <Nowhere />;
  if (query.data === undefined) {
    return query.error === null ? <LoadingRows /> : <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  return <Person org={org} contact={query.data} />;
}

function Person({ org, contact }: { org: string; contact: Seen<Schemas['Contact']> }) {
  const { t } = useLingui();
  const may = useMay();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: {} });
  const person = contact.value;
  const name = nameOf(person) ?? t`No name`;
  return (
    <>
      <Anchor
        size="sm"
        display="inline-block"
        py={10}
        renderRoot={(root) => <Link to="/o/$org/contacts" params={{ org }} {...root} />}
      >
        <Trans>All contacts</Trans>
      </Anchor>
      <PageHead
        title={name}
        sub={
          <Group gap="xs">
            {person.opted_out && (
              <Badge color="red" variant="light" size="lg" tt="none">
                <Trans>Opted out of texts</Trans>
              </Badge>
            )}
            {person.tags.map((tag) => (
              <Badge key={tag} variant="light" color="gray" size="lg" tt="none">
                {tag}
              </Badge>
            ))}
          </Group>
        }
      >
        {may('work') && (
          <Button
            leftSection={<IconPencil size={18} aria-hidden />}
            onClick={() => void navigate({ search: { open: 'edit' } })}
          >
            <Trans>Edit</Trans>
          </Button>
        )}
        {may('tidy') && <TidyMenu org={org} contact={contact} name={name} />}
      </PageHead>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <ContactFacts contact={person} />
            <ContactMessages org={org} contact={person.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <ContactTexts org={org} contact={person} />
            <ContactLists org={org} contact={person} />
            <ContactConsents org={org} contact={person.id} />
          </Stack>
        </Grid.Col>
      </Grid>
      <ContactDrawer opened={open === 'edit' && may('work')} org={org} contact={contact} onClose={close} />
      <MergeModal opened={open === 'merge' && may('tidy')} org={org} contact={contact} name={name} onClose={close} />
    </>
  );
}

/** What a contact is called where it has no name. */
function nameOf(contact: Schemas['Contact']): string | null {
  return contact.name || contact.phone || contact.email || null;
}

function TidyMenu({ org, contact, name }: { org: string; contact: Seen<Schemas['Contact']>; name: string }) {
  const { t } = useLingui();
  const navigate = route.useNavigate();
  const remove = useDelete(org, contact, name);
  const ask = () =>
    confirmAct({
      title: t`Delete ${name}?`,
      words: t`The contact is deleted for good, with tags, notes and fields. Events that ${name} was added to keep the name and phone. An opt-out stays in force.`,
      act: t`Delete ${name}`,
      cancel: t`Cancel`,
      onConfirm: () => remove.mutate(),
    });
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button variant="default" aria-label={t`More acts`} px="sm" loading={remove.isPending}>
          <IconDots size={18} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowsJoin size={16} aria-hidden />}
          onClick={() => void navigate({ search: { open: 'merge' } })}
        >
          <Trans>Merge with another contact</Trans>
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={ask}>
          <Trans>Delete</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useDelete(org: string, contact: Seen<Schemas['Contact']>, name: string) {
  const { t } = useLingui();
  const tellProblem = useTellProblem();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const { id } = contact.value;
  return useCommand<void, unknown>({
    send: () =>
      api.DELETE('/v1/orgs/{org}/contacts/{contact}', {
        params: { path: { org, contact: id }, header: { 'if-match': contact.etag ?? undefined } },
      }),
    onDone: () => {
      tell(t`${name} was deleted`);
      patchRows(queries, org, (row) => (row.id === id ? null : row));
      void navigate({ to: '/o/$org/contacts', params: { org } }).then(() =>
        queries.removeQueries({ queryKey: contactQuery(org, id).queryKey }),
      );
    },
    onProblem: (problem) => {
      tellProblem(problem);
      void queries.invalidateQueries({ queryKey: contactQuery(org, id).queryKey });
    },
  });
}
