/** Style and script of the page, and the digests by which its policy lets them run; a test compares them. */

export const STYLE = `
:root{color-scheme:light dark;--ink:#16202a;--paper:#fff;--soft:#53606c;--line:#d5dce3;--link:#1f5a99;--open:#8a5a00;--band:#f4f6f8}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--paper:#12181e;--soft:#9aa7b4;--line:#33404d;--link:#8abfff;--open:#ffc766;--band:#1a222a}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:84rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.3rem;margin-top:2rem}h3{font-size:1.1rem;margin:0}
a{color:var(--link)}h3 a{color:inherit;text-decoration:none}h3 a:hover,h3 a:focus{text-decoration:underline}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;background:var(--band);padding:.75rem;border:1px solid var(--line)}form[hidden]{display:none}
input,select{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);padding:.25rem .5rem}input{flex:1 1 16rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.index{columns:16rem;padding-left:1.2rem}
article{border-top:1px solid var(--line);padding:1rem 0}article:target{background:var(--band)}article[hidden],li[hidden]{display:none}
dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.5rem 0}dl div{display:flex;gap:.4rem}dt{color:var(--soft)}dd{margin:0}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}thead th{color:var(--soft);font-weight:600}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}.soft,.kept{color:var(--soft)}.open{color:var(--open);font-weight:600}.sent{font-weight:600}
@media print{body{margin:0;max-width:none}form,nav,.skip{display:none}article,tr{break-inside:avoid}.scroll{overflow:visible}}`;

/** Hides the events that have not all of the words, or do not reach the vendor. Without it all of them are there. */
export const SCRIPT = `
const form=document.getElementById('search'),words=document.getElementById('words'),vendor=document.getElementById('vendor'),found=document.getElementById('found');
const events=[...document.querySelectorAll('article')].map((node)=>({node,link:document.querySelector('.index a[href="#'+CSS.escape(node.id)+'"]'),text:node.textContent.toLowerCase(),vendors:node.dataset.vendors.split(' ')}));
const show=()=>{const wanted=words.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
for(const each of events){const isShown=wanted.every((word)=>each.text.includes(word))&&(vendor.value===''||each.vendors.includes(vendor.value));
each.node.hidden=!isShown;if(each.link)each.link.parentElement.hidden=!isShown;if(isShown)shown+=1}
found.textContent=shown+' of '+events.length+' events'};
form.hidden=false;form.addEventListener('submit',(event)=>event.preventDefault());form.addEventListener('input',show);show();`;

export const STYLE_DIGEST = 'sha256-NvYBhhtdsRMSdD7V4+pJpDTXT9oNJmCsuBANq8oiduc=';
export const SCRIPT_DIGEST = 'sha256-F/w3PMt2laE+ZVQWfF0/lZNHBYsTbL3cSkNKQLTPL7E=';
