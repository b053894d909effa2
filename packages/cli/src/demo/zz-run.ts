import { run } from '../commands/demo.ts';
import { createPrint } from '../print.ts';
const given={args:[],options:Object.fromEntries(process.argv.slice(2).map(a=>{const [k,v]=a.split('=');return [k,v??true]}))};
const print=createPrint({format:given.options.format==='json'?'json':'human',color:'auto',quiet:false,stdout:process.stdout,stderr:process.stderr,environment:{}} as any);
const c=new AbortController(); process.once('SIGINT',()=>c.abort());
try { console.error(await run({print,environment:{},directory:process.cwd(),signal:c.signal,progress:'auto',stderr:process.stderr,verbose:true},given as any)); } catch(e){ console.error('ERR',e); }
