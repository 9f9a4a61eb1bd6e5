/*
 * What mail and chat programs turn into something to tap, in text of any width of characters. Where a sentence lacks
 * the blank after its full stop ("Danke.Gruß"), its capital letter tells it from a host; hosts of two letters and of
 * the commonest endings count in any case.
 */

const marks = /[<>]|:\/\/|\bwww\.|\bxn--|[.\u3002]\p{L}{2,}\//iu;
const schemes =
  /\b(?:https?|ftps?|file|mailto|tel|sms|smsto|javascript|data|geo|intent|skype|whatsapp|facetime):\S/i;
const ipv4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/;
const host =
  /[\p{L}\p{N}-][.\u3002](?:(?!(?:Dr|Hd)\b)\p{L}{2}(?![\p{L}\p{N}])|(?!med\.)\p{Lower}{2}|\p{Upper}{2}|(?:Com|Net|Org|Info|Biz|Xyz|App|Dev|Online|Site|Shop|Top|Club|Link|Page|Cloud|Live|Store|Click)(?![\p{L}\p{N}])|(?!\p{Script=Latin})\p{L}{2})/u;

/** Whether a text holds what a program could make a link of: schemes, hosts, IPv4 addresses, markup. */
export function holdsLink(text: string): boolean {
  const plain = text.normalize('NFKC');
  return [marks, schemes, ipv4, host].some((one) => one.test(plain));
}
