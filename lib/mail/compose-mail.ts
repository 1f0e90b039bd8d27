// The mails of a migration, as text and HTML. Pure. Names come from people, so HTML is escaped.
import type { NotificationKind } from '../contracts/account-api.ts'

export type MailKind = NotificationKind

export type MailFacts = {
  sourceName: string
  targetName: string
  /** Paths of the console. */
  progressPath: string
  connectPath: string
  /** Shows the migration also where its target is gone. */
  jobPath: string
  /** Why it failed, or what differs. */
  reason: string | null
}

export type Mail = {
  title: string
  body: string
  linkText: string
  path: string
  /** True where nobody chooses to get it or not: the one who gets it may have no account. */
  unasked?: boolean
}

const MAILS: Record<MailKind, (facts: MailFacts) => Mail> = {
  caught_up: ({ sourceName, targetName, progressPath }) => ({
    title: `Ready to stop the data sync: ${sourceName} to ${targetName}`,
    body: `The new cluster "${targetName}" is less than 10 seconds behind "${sourceName}". When it suits you, stop writing to "${sourceName}" and stop the data sync in the Migration Progress dialog. Until then everything goes on being synced, for at most 7 days.`,
    linkText: 'Open Migration Progress',
    path: progressPath,
  }),
  ends_soon: ({ sourceName, targetName, progressPath }) => ({
    title: `The data sync ends in 24 hours: ${sourceName} to ${targetName}`,
    body: `A sync lasts at most 7 days. Unless it is stopped within 24 hours, the migration from "${sourceName}" to "${targetName}" fails: "${sourceName}" goes on as before, and the migration has to be started anew. To complete it, stop writing to "${sourceName}" and stop the data sync in the Migration Progress dialog.`,
    linkText: 'Open Migration Progress',
    path: progressPath,
  }),
  differs: ({ sourceName, targetName, progressPath, reason }) => ({
    title: `Verification found differences: ${sourceName} to ${targetName}`,
    body: `A comparison of "${sourceName}" with "${targetName}" found entities that are not the same${reason ? `: ${reason}` : ''}. The migration goes on and "${sourceName}" keeps serving. Look at what differs, re-sync it and verify again before you stop the data sync.`,
    linkText: 'See what differs',
    path: progressPath,
  }),
  succeeded: ({ sourceName, targetName, connectPath }) => ({
    title: `Migration successful: ${sourceName} to ${targetName}`,
    body: `"${targetName}" is running and has all data of "${sourceName}". Switch the endpoint and the token in your application code. Collections of the new cluster must be loaded before they are searched. "${sourceName}" is kept; delete it when you no longer need it.`,
    linkText: 'View Connection Details',
    path: connectPath,
  }),
  failed: ({ sourceName, targetName, progressPath, reason }) => ({
    title: `Migration failed: ${sourceName} to ${targetName}`,
    body: `${reason ?? 'The reason is not known.'} "${sourceName}" goes on as before and is no longer locked. "${targetName}" is kept for a look; it may hold only a part of the data.`,
    linkText: 'See what happened',
    path: progressPath,
  }),
  canceled: ({ sourceName, targetName, jobPath }) => ({
    title: `Migration canceled: ${sourceName} to ${targetName}`,
    body: `The migration from "${sourceName}" to "${targetName}" was canceled. "${sourceName}" goes on as before and is no longer locked.`,
    linkText: 'View the job',
    path: jobPath,
  }),
}

/** The mail of this kind. */
export function composeMail(kind: MailKind, facts: MailFacts): Mail {
  return MAILS[kind](facts)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** The parts of the message; `baseUrl` is where people reach the console. */
export function renderMail(mail: Mail, baseUrl: string): { subject: string; text: string; html: string } {
  const base = baseUrl.replace(/\/+$/, '')
  const link = `${base}${mail.path}`
  return {
    subject: mail.title.replace(/[\r\n]+/g, ' '),
    text: `${mail.title}\n\n${mail.body}\n\n${mail.linkText}:\n${link}\n\n--\nZero Downtime Migration for Milvus\n${base}\n`,
    html: htmlOf(mail, link, base),
  }
}

/**
 * Light where a mail program knows of no dark mode, dark where it asks for one: the style sheet has to overrule what stands at
 * the elements, since many programs take the latter only. What turns colours by itself is told that both are meant.
 */
function htmlOf(mail: Mail, link: string, base: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escape(mail.title)}</title>
<style>:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){.page{background:#10181b!important}.card{background:#182226!important;border-color:#2c3a40!important}.ink{color:#e6edef!important}.soft{color:#a9b8bd!important}.button{background:#5cc3d3!important;color:#06262d!important}}</style></head>
<body class="page" style="margin:0;background:#f4f7f8;font-family:Inter,Segoe UI,Helvetica,Arial,sans-serif">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f7f8"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" style="max-width:560px;background:#ffffff;border:1px solid #dde5e8;border-radius:10px" cellpadding="0" cellspacing="0"><tr><td style="padding:28px 32px">
<h1 class="ink" style="margin:0 0 12px;font-size:18px;line-height:26px;color:#12262c">${escape(mail.title)}</h1>
<p class="ink" style="margin:0 0 24px;font-size:14px;line-height:22px;color:#12262c">${escape(mail.body)}</p>
<a class="button" href="${escape(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#0b6b7b;color:#ffffff;text-decoration:none;font-size:14px;font-weight:600">${escape(mail.linkText)}</a>
<p class="soft" style="margin:20px 0 0;font-size:12px;line-height:18px;color:#52666d">If the button does not work, open this address:<br><a class="soft" href="${escape(link)}" style="color:#52666d;word-break:break-all">${escape(link)}</a></p>
</td></tr></table>
<p class="soft" style="margin:16px 0 0;font-size:12px;line-height:18px;color:#52666d">Zero Downtime Migration for Milvus${mail.unasked ? '' : ` · <a class="soft" href="${escape(base)}/account" style="color:#52666d">Choose which mails you get</a>`}</p>
</td></tr></table></body></html>`
}
