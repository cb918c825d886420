import { useLingui } from '@lingui/react/macro';

/** The fields of a contact beside its own, by the API's names, in the order in which they are shown. */
export const FIELDS = [
  'middle_name', 'prefix', 'suffix', 'mobile', 'email_secondary', 'whatsapp', 'fax',
  'job_title', 'department', 'industry', 'website',
  'address', 'address_line_2', 'postal_code', 'city', 'state', 'country',
  'birthday', 'gender', 'marital_status',
  'linkedin', 'twitter', 'facebook', 'instagram', 'telegram', 'skype',
  'lead_source', 'lead_status', 'priority',
] as const;

export type FieldName = (typeof FIELDS)[number];

/** What the fields of a contact are called. A name that is not known stands for itself. */
export function useFieldName(): (name: string) => string {
  const { t } = useLingui();
  const names: Record<FieldName | 'organization' | 'zone' | 'note' | 'tags' | 'name' | 'phone' | 'email' | 'group' | 'row' | 'custom', string> = {
    middle_name: t`Middle name`,
    prefix: t`Prefix`,
    suffix: t`Suffix`,
    mobile: t`Mobile`,
    email_secondary: t`Second e-mail`,
    whatsapp: t`WhatsApp`,
    fax: t`Fax`,
    job_title: t`Job title`,
    department: t`Department`,
    industry: t`Industry`,
    website: t`Website`,
    address: t`Address`,
    address_line_2: t`Address, second line`,
    postal_code: t`Postal code`,
    city: t`City`,
    state: t`State`,
    country: t`Country`,
    birthday: t`Birthday`,
    gender: t`Gender`,
    marital_status: t`Marital status`,
    linkedin: t`LinkedIn`,
    twitter: t`Twitter`,
    facebook: t`Facebook`,
    instagram: t`Instagram`,
    telegram: t`Telegram`,
    skype: t`Skype`,
    lead_source: t`Lead source`,
    lead_status: t`Lead status`,
    priority: t`Priority`,
    organization: t`Organization`,
    zone: t`Time zone`,
    note: t`Note`,
    tags: t`Tags`,
    name: t`Name`,
    phone: t`Phone`,
    email: t`E-mail`,
    group: t`List`,
    row: t`Row`,
    custom: t`Own fields`,
  };
  const known = new Map(Object.entries(names));
  return (name) => known.get(name) ?? name.replace(/^custom:/, '');
}
