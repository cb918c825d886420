import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api, seen, type Schemas } from '../api/client';
import { useCommand } from '../api/command';
import { isProblem } from '../api/problem';
import { LANGUAGES, type Language, languageOf } from '../i18n';
import { ZoneSelect } from '../orgs/place-fields';
import { showFaults } from '../parts/form-problem';
import { changedValues } from '../parts/rebase';
import { tell } from '../parts/toast';
import { Trouble } from '../parts/trouble';
import { useBase } from '../parts/use-base';
import { Section } from '../parts/section';
import { useChooseLanguage } from '../shell/use-choose-language';

/** The caller with the revision that was seen, for changes. */
export const profileQuery = queryOptions({
  queryKey: ['me', 'profile'],
  queryFn: () => seen(api.GET('/v1/me')),
});

/** Empty means: none was chosen. */
interface Values {
  name: string;
  username: string;
  locale: string;
  timeZone: string;
  [more: string]: string;
}

const valuesOf = (me: Schemas['MeView']): Values => ({
  name: me.name,
  username: me.username ?? '',
  locale: me.locale?.split('-')[0] ?? '',
  timeZone: me.time_zone ?? '',
});

/** What of the profile is sent: what was changed in the form; emptied means that none is chosen. */
function changeOf(values: Values, seen: Values): Schemas['ProfileChangeBody'] {
  const { name, username, locale, timeZone } = changedValues(values, seen);
  return {
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username: username.trim() || null }),
    ...(locale !== undefined && { locale: locale || null }),
    ...(timeZone !== undefined && { time_zone: timeZone || null }),
  };
}

/** What one is called, the second login, and how times and words are shown. */
export function Profile() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const me = useSuspenseQuery(profileQuery).data;
  const chooseLanguage = useChooseLanguage();
  const form = useForm<Values>({ initialValues: valuesOf(me.value) });
  const base = useBase(me, form, valuesOf);
  const save = useCommand({
    send: (values: Values) =>
      seen(
        api.PATCH('/v1/me', {
          params: { header: { 'if-match': base.etag } },
          body: changeOf(values, base.values),
        }),
      ),
    touches: () => [['me']],
    onDone: (saved, { locale }) => {
      const chosen = locale === base.values.locale ? null : languageOf(saved.value.locale);
      base.saved(saved);
      if (chosen !== null) void chooseLanguage(chosen).catch(() => undefined);
      tell(t`Your profile is saved.`);
    },
    onProblem: (problem) => {
      if (base.onStale(problem, () => queries.fetchQuery({ ...profileQuery, staleTime: 0 }))) return;
      if (isProblem(problem, 'taken')) form.setErrors({ username: t`Somebody has this name.` });
      else showFaults(form, problem, { time_zone: 'timeZone' });
    },
  });
  return (
    <Section title={t`Profile`}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t`Name`} autoComplete="name" required maxLength={100} {...form.getInputProps('name')} />
          <TextInput
            label={t`Username`}
            placeholder={t`None: you sign in by e-mail`}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('username')}
          />
          <Select
            label={t`Language`}
            placeholder={t`As the device`}
            clearable
            data={(Object.keys(LANGUAGES) as Language[]).map((language) => ({
              value: language,
              label: LANGUAGES[language].name,
            }))}
            {...form.getInputProps('locale')}
            value={form.values.locale || null}
            onChange={(locale) => form.setFieldValue('locale', locale ?? '')}
          />
          <ZoneSelect
            label={t`Time zone`}
            placeholder={t`As the device`}
            clearable
            {...form.getInputProps('timeZone')}
            value={form.values.timeZone || null}
            onChange={(zone) => form.setFieldValue('timeZone', zone ?? '')}
          />
        </SimpleGrid>
        {isProblem(save.error, 'stale') && (
          <Alert color="orange" role="alert" mt="md">
            <Trans>Your profile was changed elsewhere meanwhile. Look at what you typed, then save again.</Trans>
          </Alert>
        )}
        {save.error !== null && isOther(save.error) && <Trouble error={save.error} />}
        <Group mt="md">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </Section>
  );
}

const isOther = (error: Error) =>
  !['taken', 'stale', 'invalid-fields'].some((slug) => isProblem(error, slug));
