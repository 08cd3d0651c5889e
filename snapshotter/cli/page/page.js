/* built by page/build.mjs from page/, sha256 b30fe0192d1659eb09c00222529124aacecddca5ee674e54f632178c04aebc84 */
"use strict";(()=>{function a(r,t=null,...e){let n=document.createElement(r);for(let[i,s]of Object.entries(t??{}))s==null||s===!1||(typeof s==
"function"?n.addEventListener(i,s):n.setAttribute(i,s===!0?"":String(s)));return p(n,...e),n}function p(r,...t){for(let e of t)
e!=null&&e!==!1&&r.append(e)}function O(r,t){let e=a("span",{class:"bar",role:"img","aria-label":t,title:t});for(let{kind:n,
share:i,title:s}of r){if(i<=0)continue;let o=a("span",{class:`part ${n}`,title:s});o.style.width=`${i*100}%`,e.append(o)}
return e}async function at(r,t){try{await navigator.clipboard.writeText(r)}catch{let e=a("textarea",{class:"away"});e.value=
r,document.body.append(e),e.select(),document.execCommand("copy"),e.remove()}ot("copied"),t&&(t.classList.add("done"),setTimeout(
()=>t.classList.remove("done"),900))}function P(r,t){let e=a("button",{class:"copy",type:"button",title:t,"aria-label":t},
"Copy");return e.addEventListener("click",n=>{n.stopPropagation(),at(r(),e)}),e}function ot(r){let t=document.getElementById(
"said");t&&(t.textContent=r)}function B(r,t){let e=document.createDocumentFragment();if(!t)return e.append(r),e;let n=r.
toLowerCase(),i=0;if(n.length===r.length)for(let s=n.indexOf(t);s>=0;s=n.indexOf(t,i))e.append(r.slice(i,s),a("mark",null,
r.slice(s,s+t.length))),i=s+t.length;return e.append(r.slice(i)),e}var M=["command","installed","package","volatile","outside","not-recorded"],F={command:"written by commands",installed:"\
packages installed by commands",package:"other files of packages",volatile:"volatile",outside:"outside of commands","not\
-recorded":"not recorded"};function x(r,t){if(!r)return()=>t;if(r.pool&&r.at){let{pool:e,at:n}=r;return i=>e[n[i]]}if(r.
each){let{each:e}=r;return n=>e[n]}return()=>r.all}var U=class{constructor(t){this.data=t;let e=this.columns=t.changes.columns;
this.rows=t.changes.rows,this.path=x(e.path,0),this.snapshot=x(e.snapshot,null),this.change=x(e.change,"changed"),this.kind=
x(e.kind,"file"),this.size=x(e.size,0),this.by=x(e.by,""),this.package=x(e.package,""),this.secret=x(e.secret,""),this.volatile=
x(e.volatile,""),this.before=x(e.before,null),this.diff=x(e.diff,""),this.movedFrom=x(e.moved_from,null),this.causes=new Uint8Array(
this.rows),this.bytes=new Float64Array(this.rows),this.command=new Int32Array(this.rows).fill(-1),this.last=new Int32Array(
t.paths.length).fill(-1),this.earlier=new Int32Array(this.rows).fill(-1),this.instruction=new Int32Array(t.paths.length).
fill(-1);let n=this.listCommands();this.totalBytes=this.index(n),this.readExplanation();for(let i=0;i<t.paths.length;i++)
this.net(i)&&this.final.push(i)}data;rows;path;snapshot;change;kind;size;by;package;secret;volatile;before;diff;movedFrom;columns;causes;bytes;command;last;earlier;instruction;ran=[];byName=new Map;final=[];totalBytes;entry(t){
let e=(n,i)=>x(this.columns[n],i)(t);return{kind:this.kind(t),mode:e("mode",0),uid:e("uid",0),gid:e("gid",0),size:this.size(
t),digest:e("digest",""),link:e("link","")}}name(t){return this.data.paths[t]??""}cause(t){return M[this.causes[t]]}net(t){
let e=this.last[t];if(e<0)return null;let n=e;for(;this.earlier[n]>=0;)n=this.earlier[n];let i=this.change(n)!=="added",
s=this.change(e)!=="deleted";return i?s?"changed":"deleted":s?"added":null}snapshotName(t){let e=t===null?void 0:this.data.
snapshots[t];return e?.id?`snapshot ${e.seq}`:"what is not committed yet"}listCommands(){let t=[];return this.data.snapshots.
forEach((e,n)=>{t.push(this.ran.length),e.commands.forEach((i,s)=>{let o={index:this.ran.length,snapshot:n,number:s+1,name:`${e.
seq}.${s+1}`,command:i,rows:0,bytes:0,line:0,fate:"",reason:"",lines:[]};this.ran.push(o),this.byName.set(o.name,o)})}),
t}index(t){let e=x(this.columns.command,null),n=x(this.columns.hardlink,""),i=0;for(let s=0;s<this.rows;s++){let o=this.
path(s),l=this.snapshot(s),c=this.by(s);this.earlier[s]=this.last[o],this.last[o]=s,this.causes[s]=At(c,this.package(s));
let h=n(s),g=this.change(s)!=="deleted"&&this.kind(s)==="file"&&(!h||h===this.name(o))?this.size(s):0;this.bytes[s]=g,i+=
g;let b=e(s);if(l!==null&&b!==null&&b<(this.data.snapshots[l]?.commands.length??0)){let k=this.ran[t[l]+b];this.command[s]=
k.index,k.rows++,k.bytes+=g}}return i}readExplanation(){let t=this.data.recipe?.explanation;if(t){t.instructions.forEach(
(e,n)=>{for(let i of e.paths)this.instruction[i]=n;for(let i of e.commands){let s=this.ranOf(i);s&&(s.lines.push(e.line),
(!s.line||!e.text.startsWith("ARG "))&&(s.line=e.line),s.fate="run")}});for(let e of t.absent){let n=this.ranOf(e);n&&Object.
assign(n,{fate:e.fate,reason:e.reason,lines:e.lines})}}}ranOf(t){return this.byName.get(`${t.snapshot}.${t.number}`)}};function At(r,t){
let e=r.startsWith("command")?t?"installed":"command":r.startsWith("package")?"package":r.startsWith("volatile")?"volati\
le":r.startsWith("not recorded")?"not-recorded":"outside";return M.indexOf(e)}var N={text:"",below:"",change:"",cause:"",snapshot:-1,command:-1,instruction:-1,package:"",reason:""};function gt(r,t){
let e=new Int32Array(r.data.paths.length).fill(-1),n=t.text.toLowerCase().split(/\s+/).filter(Boolean),i=t.snapshot>=0||
t.command>=0;for(let s=0;s<e.length;s++){if(t.instruction>=0&&r.instruction[s]!==t.instruction||t.below&&!Ht(r.name(s),t.
below)||n.length&&!n.every(l=>r.name(s).toLowerCase().includes(l)))continue;if(i){for(let l=r.last[s];l>=0;l=r.earlier[l])
if(ft(r,t,l,r.change(l))){e[s]=l;break}continue}let o=r.net(s);o&&ft(r,t,r.last[s],o)&&(e[s]=r.last[s])}return e}function Ht(r,t){
return r===t||t==="/"||r.startsWith(`${t}/`)}function ft(r,t,e,n){return t.change&&n!==t.change||t.snapshot>=0&&r.snapshot(
e)!==t.snapshot||t.command>=0&&r.command[e]!==t.command||t.reason&&r.volatile(e)!==t.reason||t.package&&r.package(e)!==t.
package?!1:t.cause==="secret"?r.secret(e)!=="":!t.cause||r.cause(e)===t.cause}function K(r){let t=new URLSearchParams;for(let[
e,n]of Object.entries(r))n!==N[e]&&t.set(e,String(n));return t.toString()}function bt(r){let t=new URLSearchParams(r),e=i=>/^\d{1,7}$/.
test(t.get(i)??"")?Number(t.get(i)):-1,n=t.get("cause")??"";return{text:t.get("text")??"",below:t.get("below")??"",change:t.
get("change")??"",cause:n==="secret"||M.includes(n)?n:"",snapshot:e("snapshot"),command:e("command"),instruction:e("inst\
ruction"),package:t.get("package")??"",reason:t.get("reason")??""}}var Ot={"\n":"\\n","	":"\\t","\r":"\\r","\x1B":"\\e","\0":"\\0"},rt=/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|[^\S ]/gu;function d(r){
return r.replace(rt,lt)}function $(r){return r.replace(rt,t=>t===`
`||t==="	"?t:lt(t))}function lt(r){let t=Ot[r];if(t)return t;let e=r.codePointAt(0);return e>=56448&&e<=56575?`\\x${_(e-
56320,2)}`:e<256?`\\x${_(e,2)}`:e<65536?`\\u${_(e,4)}`:`\\U${_(e,8)}`}function _(r,t){return r.toString(16).padStart(t,"\
0")}function q(r){return/^[\w@%+=:,./-]+$/.test(r)?r:r.search(rt)<0?`'${r.replaceAll("'","'\\''")}'`:`$'${r.replace(/[\\']|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
e=>e==="\\"||e==="'"?`\\${e}`:lt(e).replace("\\e","\\x1b"))}'`}var Pt=new Intl.NumberFormat("en",{useGrouping:!0});function y(r){
return Pt.format(r).replaceAll(",","\u202F")}function m(r,t){return`${y(r)} ${t}${r===1?"":t.endsWith("ss")?"es":"s"}`}function f(r){
if(Math.abs(r)<1e3)return`${r} B`;let t=r;for(let e of["kB","MB","GB","TB"])if(t/=1e3,Math.abs(t)<999.5||e==="TB")return`${t.
toFixed(Math.abs(t)<9.95?1:0)} ${e}`;return""}function I(r){if(r<9.95)return`${r.toFixed(1)} s`;if(r<59.5)return`${Math.
round(r)} s`;let t=Math.floor(Math.round(r)/60);if(t<60)return`${t} min ${String(Math.round(r)%60).padStart(2,"0")} s`;let e=Math.
floor(t/60);return e<48?`${e} h ${String(t%60).padStart(2,"0")} min`:m(Math.round(e/24),"day")}function S(r,t=!1){let e=new Date(
r*1e3),n=o=>String(o).padStart(2,"0"),i=`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}`,s=`${n(e.getHours())}\
:${n(e.getMinutes())}`;return`${i} ${s}${t?`:${n(e.getSeconds())}`:""}`}function v(r){let t=r.trim().split(`
`);return d(t[0]??"")+(t.length>1?" \u2026":"")}function yt(r,t){let e={directory:"d",symlink:"l",fifo:"p",char:"c",block:"\
b",socket:"s"}[r]??"-",n=(s,o)=>t&s?o:"-",i=(s,o,l,c)=>t&o?t&s?l:c:n(s,"x");return e+n(256,"r")+n(128,"w")+i(64,2048,"s",
"S")+n(32,"r")+n(16,"w")+i(8,1024,"s","S")+n(4,"r")+n(2,"w")+i(1,512,"t","T")}function E(r,t,e=""){let n=a("button",{type:"button",class:"link",title:e||null},r);return n.addEventListener("click",i=>{
i.stopPropagation(),t()}),n}function T(r,t,e){return E(e,()=>r.go("files",K({...N,...t})))}function D(r,t){let e=v(t.command.
text),n=E("",()=>r.go("commands",`at=${t.index}`),e);return n.classList.add("command-link"),p(n,a("span",{class:"number"},
t.name),a("code",null,e)),n}function j(r,t){return E(`line ${t}`,()=>r.go("dockerfile",`line=${t}`))}function Q(r,t){let e=d(
r.model.name(t)),n=E(e,()=>r.go("files",`at=${t}`),e);return n.classList.add("path-link"),n}function R(r){return r.id?`${r.
seq} \xB7 ${v(r.message)||"no message"}`:"not committed yet"}function A(...r){let t=a("dl",{class:"facts"});for(let[e,n]of r)
n&&p(t,a("dt",null,e),a("dd",null,n));return t}function wt(r,t="Copy the text"){return a("div",{class:"code"},a("pre",null,
r),P(()=>r,t))}function w(r,t=""){return a("h3",null,r,t?a("span",{class:"note"},t):null)}function Z(r,t,e){let n=a("ul",
{class:"short"});for(let i of t.slice(0,e))p(n,a("li",null,Q(r,i)));return t.length>e&&p(n,a("li",{class:"more"},`and ${y(
t.length-e)} more`)),n}var C=class{constructor(t){this.nothing=t;this.element.addEventListener("keydown",e=>{e.key==="Escape"&&this.close()}),this.
clear()}nothing;element=a("aside",{class:"pane","aria-label":"details",tabindex:"-1"});show(t,...e){let n=a("button",{class:"\
close",type:"button","aria-label":"Close the details",click:()=>this.close()},"\xD7"),i=a("header",null,a("h2",null,t),n);
this.element.replaceChildren(i,...e.filter(s=>s instanceof Node)),this.element.scrollTop=0}clear(){this.element.replaceChildren(
a("p",{class:"nothing"},this.nothing)),this.close()}open(){this.element.classList.add("open")}close(){this.element.classList.
remove("open")}};function H(...r){let t=a("div",{class:"tools",role:"search"});for(let e of r)e&&t.append(e);return t}function W(r,t){
let e=a("input",{type:"search",placeholder:r,"aria-label":r,spellcheck:"false",autocomplete:"off"}),n=0;return e.addEventListener(
"input",()=>{clearTimeout(n),n=window.setTimeout(()=>t(e.value),80)}),e}function z(r,t,e){let n=a("select",{"aria-label":r});
for(let[i,s]of t)p(n,a("option",{value:i},s));return n.addEventListener("change",()=>e(n.value)),n}var vt=6,Ft=0,L=class{constructor(t){this.options=t;this.space=a("div",{class:"space"}),this.element=a("div",{class:"lis\
t",tabindex:"0",role:t.role??"listbox","aria-label":t.label},this.space),this.element.addEventListener("scroll",()=>this.
draw(),{passive:!0}),this.element.addEventListener("keydown",e=>this.onKey(e)),this.element.addEventListener("click",e=>this.
onClick(e)),t.pointed&&(this.element.addEventListener("mousemove",e=>this.onPoint(this.at(e))),this.element.addEventListener(
"mouseleave",()=>this.onPoint(-1))),new ResizeObserver(()=>this.draw()).observe(this.element)}options;element;space;count=0;from=0;pointed=-1;id=`\
list${++Ft}`;current=-1;get rowHeight(){return parseFloat(getComputedStyle(this.element).getPropertyValue("--row"))||28}show(t,e=-1){
this.count=t,this.current=Math.min(e,t-1),this.draw()}select(t,e="silent"){if(!this.count)return;this.current=Math.max(0,
Math.min(this.count-1,t));let n=this.rowHeight,i=this.current*n,{scrollTop:s,clientHeight:o}=this.element;e==="silent"?(i<
s||i+n>s+o)&&(this.element.scrollTop=i-o/3):i<s?this.element.scrollTop=i:i+n>s+o&&(this.element.scrollTop=i+n-o),this.draw(),
e!=="silent"&&this.options.chosen?.(this.current,e)}draw(){let t=this.rowHeight;this.space.style.height=`${this.count*t}\
px`;let e=this.element.clientHeight;if(!e)return;this.from=Math.max(0,Math.floor(this.element.scrollTop/t)-vt);let n=Math.
min(this.count,Math.ceil((this.element.scrollTop+e)/t)+vt),i=[];for(let s=this.from;s<n;s++){let o=this.options.row(s);o.
classList.add("row"),o.hasAttribute("role")||o.setAttribute("role",this.options.role==="tree"?"treeitem":"option"),o.id=
`${this.id}-${s}`,o.setAttribute("aria-setsize",String(this.count)),o.setAttribute("aria-posinset",String(s+1)),o.setAttribute(
"aria-selected",String(s===this.current)),o.style.transform=`translateY(${s*t}px)`,i.push(o)}this.space.replaceChildren(
...i),this.current>=this.from&&this.current<n?this.element.setAttribute("aria-activedescendant",`${this.id}-${this.current}`):
this.element.removeAttribute("aria-activedescendant")}at(t){let e=t.target instanceof Element?t.target.closest(".row"):null;
return e?Number(e.id.slice(this.id.length+1)):-1}onClick(t){let e=this.at(t);e>=0&&this.select(e,"click")}onPoint(t){t!==
this.pointed&&(this.pointed=t,this.options.pointed?.(t))}onKey(t){if(t.ctrlKey||t.metaKey||t.altKey||t.target!==this.element)
return;if(this.options.key?.(t,this.current)){t.preventDefault();return}let e=Math.max(1,Math.floor(this.element.clientHeight/
this.rowHeight)-1),i={ArrowDown:1,j:1,ArrowUp:-1,k:-1,PageDown:e,PageUp:-e,Home:-1/0,End:1/0}[t.key];if(i!==void 0)this.
select(this.current<0&&i!==1/0?0:this.current+i,"move");else if(t.key==="Enter"||t.key===" ")this.select(this.current,"e\
nter");else return;t.preventDefault()}};function G(r,t,e,n){let i=a("ul",{class:"short"});for(let s=0;s<Math.min(r,t);s++)
p(i,a("li",null,e(s)));return r>t&&p(i,a("li",{class:"more"},n)),i}var kt=1e3,It=200,xt=[["","all commands"],["run","in the recipe"],["carried","replaced by files"],["left out","left out"],
["failed","failed"],["changes","changed something"]],Y=class{constructor(t){this.app=t;let{ran:e}=t.model;this.count=e.length,
this.largest=Math.max(1,...e.map(n=>n.bytes)),this.list=new L({label:"Commands",row:n=>this.row(this.items[n]),chosen:(n,i)=>this.
chosen(n,i!=="move")}),this.list.element.classList.add("commands"),this.field=W("Search commands  /",()=>this.filter()),
this.kinds=z("Which commands",t.model.data.recipe?xt:xt.filter(([n])=>["","failed","changes"].includes(n)),()=>this.filter()),
p(this.element,a("div",{class:"main"},H(this.field,this.kinds,this.told),this.list.element),this.pane.element),this.filter()}app;id="\
commands";title="Commands";count;element=a("div",{class:"view split"});pane=new C("Choose a command to see what it chang\
ed and what became of it.");list;field;kinds;told=a("span",{class:"told",role:"status"});items=[];text="";largest;paths=null;show(t){
let e=Number(new URLSearchParams(t).get("at")??"-1"),n=this.app.model.ran[e];if(n&&!this.items.includes(n)&&(this.field.
value=this.kinds.value="",this.filter()),this.list.draw(),!n)return;let i=this.items.indexOf(n);this.list.select(i),this.
chosen(i,!0)}search(){return this.field.focus(),!0}filter(){this.text=this.field.value.trim().toLowerCase(),this.items=[];
let t=-1,e=0;for(let n of this.app.model.ran)this.fits(n)&&(n.snapshot!==t&&this.items.push({snapshot:t=n.snapshot}),this.
items.push(n),e++);this.told.textContent=e===this.count?m(e,"command"):`${y(e)} of ${y(this.count)}`,this.list.show(this.
items.length),this.list.element.scrollTop=0,this.pane.clear()}fits(t){let e=this.kinds.value;return e==="failed"&&!t.command.
status||e==="changes"&&!t.rows||["run","carried","left out"].includes(e)&&t.fate!==e?!1:!this.text||$(t.command.text).toLowerCase().
includes(this.text)||t.name===this.text}row(t){let{data:e}=this.app.model;if(!("command"in t)){let s=e.snapshots[t.snapshot];
return a("div",{class:"snapshot-row"},a("b",null,R(s)),a("span",{class:"note"},s.id?S(s.created):""))}let{command:n}=t,i=n.
status!==null&&n.status!==0;return a("div",{class:t.fate==="left out"?"command faded":"command"},a("span",{class:"number"},
t.name),a("code",{class:"text",title:v(n.text)},B(v(n.text),this.text)),a("span",{class:i?"status bad":"status"},i||n.status===
null?d(n.outcome||"?"):""),a("span",{class:"fate"},t.line?`line ${t.line}`:t.fate==="carried"?"files":t.fate==="left out"?
"left out":""),a("span",{class:"paths"},t.rows?m(t.rows,"path"):""),a("span",{class:"size"},t.bytes?f(t.bytes):"",O([{kind:"\
command",share:t.bytes/this.largest}],f(t.bytes))),a("span",{class:"time"},n.seconds===null?"":I(n.seconds)))}pathsOf(t){
if(!this.paths){this.paths=new Map;let{model:e}=this.app;for(let n=0;n<e.rows;n++){let i=e.command[n];if(i<0)continue;let s=this.
paths.get(i);s?s.push(e.path(n)):this.paths.set(i,[e.path(n)])}}return this.paths.get(t)??[]}chosen(t,e){let n=this.items[t];
if(!n)return;let{model:i}=this.app;if("command"in n){let{command:s}=n,o=this.pathsOf(n.index),l=a("span",null);n.lines.slice(
0,12).forEach((c,h)=>p(l,h>0&&", ",j(this.app,c))),this.pane.show(`Command ${n.name}`,wt($(s.text)),A(["outcome",d(s.outcome)],
["took",s.seconds===null?null:I(s.seconds)],["began",s.begin>0&&S(s.begin,!0)],["in",a("code",null,d(s.cwd))],["as",d(s.
user)],["shell",s.shell&&d(s.shell)],["shown by",s.witness&&a("code",null,d(s.witness))],["recipe",n.fate&&{run:"runs",carried:"\
its files are copied instead",state:"sets up the shell","left out":"left out"}[n.fate]],["because",n.reason&&d(n.reason)],
["Dockerfile",n.lines.length>0&&l]),(i.data.casts??[]).some(c=>c.session===s.session)&&a("p",null,E("play it",()=>this.app.
go("session",`at=${n.index}`))),w(m(o.length,"changed path"),n.bytes?f(n.bytes):""),o.length>0&&a("p",null,T(this.app,{command:n.
index},"as a tree")),Z(this.app,o,It))}else{let s=i.data.snapshots[n.snapshot];this.pane.show(R(s),a("p",{class:"message"},
$(s.message)),A(["made",s.id&&S(s.created,!0)],["image",a("code",null,d(s.tag))],["id",a("code",null,d(s.id))],["note",s.
note&&$(s.note)],["changed by hand",s.instructions.length>0&&$(s.instructions.join(`
`))]),a("p",null,T(this.app,{snapshot:n.snapshot},"its changed paths")))}e&&this.pane.open()}print(){let{model:t}=this.app;
if(!t.ran.length)return null;let e=a("tbody"),n=-1;for(let s of t.ran.slice(0,kt)){s.snapshot!==n&&(n=s.snapshot,p(e,a("\
tr",{class:"snapshot-row"},a("th",{colspan:"5"},R(t.data.snapshots[n])))));let{command:o}=s;p(e,a("tr",null,a("td",null,
s.name),a("td",null,a("code",null,$(o.text))),a("td",null,o.status===0?"":d(o.outcome)),a("td",{class:"size"},s.rows?`${m(
s.rows,"path")}, ${f(s.bytes)}`:""),a("td",{class:"size"},o.seconds===null?"":I(o.seconds))))}let i=t.ran.length-kt;return a(
"section",null,a("h2",null,"Commands"),a("table",null,e),i>0&&a("p",null,`and ${m(i,"more command")}`))}};var Nt=200,Rt=200,J=class{constructor(t){this.app=t;let e=t.model.data.recipe,{instructions:n}=e.explanation;this.lines=
e.dockerfile.replace(/\n$/,"").split(`
`),this.owner=new Int32Array(this.lines.length).fill(-1),n.forEach((o,l)=>{for(let c=o.line-1,h=o.text.split(`
`).length;h-- >0&&c<this.lines.length;c++)this.owner[c]=l});for(let o=this.lines.length-2;o>=0;o--)this.owner[o]<0&&this.
lines[o].startsWith("#")&&(this.owner[o]=this.owner[o+1]);this.sizes=n.map(o=>o.paths.reduce((l,c)=>l+Math.max(0,t.model.
bytes[t.model.last[c]]??0),0)),this.largest=Math.max(1,...this.sizes),this.list=new L({label:"Lines of the Dockerfile",row:o=>this.
row(o),chosen:(o,l)=>this.chosen(o,l),pointed:o=>this.pointed(o)}),this.list.element.classList.add("dockerfile");let i=a(
"span",{class:"told"},d(e.account)),s=a("b",null,"Dockerfile");p(this.element,a("div",{class:"main"},H(s,P(()=>e.dockerfile,
"Copy the Dockerfile"),i),...e.warnings.map(o=>a("p",{class:"warning"},d(o))),this.list.element),this.pane.element),this.
list.show(this.lines.length)}app;id="dockerfile";title="Dockerfile";count=null;element=a("div",{class:"view split"});pane=new C(
"Point at a line to see the commands and paths that it stands for; choose it to keep them.");lines;owner;sizes;list;largest;pinned=-1;current=-1;show(t){
this.list.draw();let e=Number(new URLSearchParams(t).get("line")??"0");e<1||e>this.lines.length||(this.list.select(e-1),
this.chosen(e-1,"click"))}row(t){let e=this.owner[t],n=e>=0&&this.instruction(e).line===t+1,i=n?this.sizes[e]:0,s=e>=0&&
e===this.current;return a("div",{class:`line${s?" current":""}${n?" first":""}`},a("span",{class:"number"},String(t+1)),
a("span",{class:"weight"},n&&i?O([{kind:"command",share:i/this.largest}],f(i)):null,n&&i?f(i):""),zt(this.lines[t],n))}instruction(t){
return this.app.model.data.recipe.explanation.instructions[t]}pointed(t){let e=t<0?this.pinned:this.owner[t];e>=0&&e!==this.
current&&this.details(e)}chosen(t,e){let n=this.owner[t];this.pinned=n,!(n<0)&&(this.details(n),e!=="move"&&this.pane.open())}details(t){
this.current=t;let e=this.instruction(t),{model:n}=this.app,i=a("ul",{class:"short"});for(let o of e.commands.slice(0,Rt)){
let l=n.ranOf(o);l&&p(i,a("li",null,D(this.app,l)))}let s=e.text.split(`
`).length;this.pane.show(s>1?`Lines ${e.line} to ${e.line+s-1}`:`Line ${e.line}`,A(["reason",e.reason&&d(e.reason)]),e.commands.
length>0&&w(m(e.commands.length,"command")),e.commands.length>0&&i,w(`${e.paths.length?m(e.paths.length,"path"):"no path"}`,
this.sizes[t]?f(this.sizes[t]):""),e.paths.length>0&&a("p",null,T(this.app,{instruction:t},"as a tree")),Z(this.app,e.paths,
Nt)),this.list.draw()}print(){return a("section",null,a("h2",null,"Dockerfile"),a("pre",{class:"printed"},$(this.app.model.
data.recipe.dockerfile)))}};function zt(r,t){let e=a("code",{class:"text"});if(r.startsWith("#"))return p(e,a("span",{class:"\
comment"},ct(r))),e;let n=r,i=t?/^[A-Z]+(?= )/.exec(r):null;i&&(p(e,a("span",{class:"keyword"},i[0])),n=r.slice(i[0].length));
for(let s of n.split(new RegExp(`("(?:[^"\\\\]|\\\\.)*"|'[^']*'|(?:^|(?<=\\s))--?[a-zA-Z][\\w-]*|\\s&&\\s|\\\\$)`))){if(!s)
continue;let o=/^["']/.test(s)?"string":s.startsWith("-")&&s.length>1?"option":s.trim()==="&&"||s==="\\"?"join":null;p(e,
o?a("span",{class:o},ct(s)):ct(s))}return e}function ct(r){return r.split("	").map(d).join("	")}var Bt=48,X=class{constructor(t){this.model=t;let e=new Map([["",0],["/",0]]);this.nodeOf=new Int32Array(t.data.paths.length),
t.data.paths.forEach((n,i)=>{let s=this.ensure(n,e);this.paths[s]=i,this.nodeOf[i]=s})}model;names=[""];parents=[-1];children=[
[]];paths=[-1];nodeOf;counts=new Int32Array(0);sums=new Float64Array(0);rows=new Int32Array(0);open=new Set;bySize=!1;ensure(t,e){
let n=e.get(t);if(n!==void 0)return n;let i=t.lastIndexOf("/"),s=i<0?0:this.ensure(t.slice(0,i),e),o=this.names.length;return this.
names.push(t.slice(i+1)),this.parents.push(s),this.children.push(Lt),this.paths.push(-1),this.children[s]===Lt?this.children[s]=
[o]:this.children[s].push(o),e.set(t,o),o}show(t,e=!1){this.rows=t,this.counts=new Int32Array(this.names.length),this.sums=
new Float64Array(this.names.length);for(let n=this.names.length-1;n>=0;n--){let i=this.row(n);i>=0&&(this.counts[n]++,this.
sums[n]+=this.model.change(i)==="deleted"?0:this.model.size(i));let s=this.parents[n];s>=0&&(this.counts[s]+=this.counts[n],
this.sums[s]+=this.sums[n])}e||this.openFirst()}row(t){let e=this.paths[t];return e<0?-1:this.rows[e]}path(t){return this.
paths[t]}count(t){return this.counts[t]}sum(t){return this.sums[t]}text(t){let e=[];for(let n=t;n>0;n=this.parents[n])e.
push(this.names[n]);return`/${e.reverse().join("/")}`}below(t){let e=this.children[t].filter(n=>this.counts[n]>0);return this.
bySize&&e.sort((n,i)=>this.sums[i]-this.sums[n]),e}chained(t){let e=t;for(;;){if(this.row(e)>=0)return e;let n=this.below(
e);if(n.length!==1||!this.below(n[0]).length)return e;e=n[0]}}openFirst(){this.open=new Set([0]);let t=this.below(0).map(
n=>this.chained(n)),e=t.length;for(;t.length;){let n=[];for(let i of t){let s=this.below(i).map(o=>this.chained(o));!s.length||
e+s.length>Bt||(this.open.add(i),e+=s.length,n.push(...s))}t=n}}toggle(t,e=!this.open.has(t)){e?this.open.add(t):this.open.
delete(t)}openAll(t=0){let e=[t];for(;e.length;){let n=e.pop(),i=this.below(n);i.length&&this.open.add(n);for(let s of i)
e.push(s)}}closeAll(){this.open=new Set([0])}reveal(t){let e=this.nodeOf[t];for(let n=this.parents[e];n>=0;n=this.parents[n])
this.open.add(n);return e}lines(){let t=[],e=[],n=(i,s)=>{let o=this.below(i);for(let l=o.length-1;l>=0;l--)e.push({node:o[l],
depth:s})};for(n(0,0),this.row(0)>=0&&t.push({node:0,depth:0,label:"/",isFolder:!1,isOpen:!1});e.length;){let{node:i,depth:s}=e.
pop(),o=this.chained(i),l=this.names[o];for(let u=o;u!==i;)u=this.parents[u],l=`${this.names[u]}/${l}`;let c=this.below(
o).length>0,h=c&&this.open.has(o);t.push({node:o,depth:s,label:s?l:`/${l}`,isFolder:c,isOpen:h}),h&&n(o,s+1)}return t}matches(t=0){
let e=[],n=[t];for(;n.length;){let i=n.pop();this.row(i)>=0&&e.push(this.paths[i]);let s=this.children[i];for(let o=s.length-
1;o>=0;o--)this.counts[s[o]]&&n.push(s[o])}return e}},Lt=[];var Mt={added:"A",changed:"M",deleted:"D"},$t=1e3,Dt=2e3,tt=class{constructor(t){this.app=t;let{model:e}=t;this.count=e.
final.length,this.tree=new X(e),this.list=new L({label:"Changed paths",role:"tree",row:o=>this.row(this.lines[o]),chosen:(o,l)=>this.
chosen(o,l),key:(o,l)=>this.key(o,l)}),this.list.element.classList.add("files"),this.field=W("Search paths  /",o=>this.narrow(
{text:o})),this.change=z("What happened",[["","any change"],["added","added"],["changed","changed"],["deleted","deleted"]],
o=>this.narrow({change:o}));let n=M.map(o=>[o,F[o]]);this.cause=z("What explains it",[["","any cause"],...n,["secret","w\
ithheld as a secret"]],o=>this.narrow({cause:o})),this.package=a("input",{list:"packages",placeholder:"package","aria-la\
bel":"Package",spellcheck:"false",autocomplete:"off",class:"package"}),this.package.addEventListener("change",()=>this.narrow(
{package:this.package.value}));let i=a("button",{type:"button","aria-pressed":"false",title:"Largest first"},"By size");
i.addEventListener("click",()=>{this.tree.bySize=!this.tree.bySize,i.setAttribute("aria-pressed",String(this.tree.bySize)),
this.draw()}),this.folding.addEventListener("click",()=>{this.folding.textContent==="Fold all"?this.tree.closeAll():this.
tree.openAll(),this.draw(this.folding.textContent==="Unfold all")});let s=Wt(e);p(this.element,a("div",{class:"main"},H(
this.field,this.change,this.cause,s.length?this.package:null,i,this.folding,P(()=>this.pathsText(),"Copy the paths that \
are shown, one a line")),a("div",{class:"chips"},this.told,this.chips),this.list.element),this.pane.element,a("datalist",
{id:"packages"},...s.slice(0,Dt).map(o=>a("option",{value:o}))))}app;id="files";title="Files";count;element=a("div",{class:"\
view split"});pane=new C("Choose a path to see what it is, what explains it and which line of the Dockerfile makes it.");tree;list;field;change;cause;package;chips=a(
"span",{class:"chips"});folding=a("button",{type:"button"},"Unfold all");told=a("span",{class:"told",role:"status"});filter={
...N};lines=[];shownQuery=null;show(t){let e=Number(new URLSearchParams(t).get("at")??"-1"),n=e>=0&&e<this.app.model.data.
paths.length?e:-1;if(n>=0){(this.shownQuery===null||this.tree.row(this.tree.reveal(n))<0)&&this.apply(this.filterOf(n));
let i=this.tree.reveal(n);this.draw();let s=this.lines.findIndex(o=>o.node===i);s>=0&&(this.list.select(s),this.details(
this.lines[s]),this.pane.open());return}t!==this.shownQuery?(this.shownQuery=t,this.apply(bt(t))):this.list.draw()}search(){
return this.field.focus(),this.field.select(),!0}filterOf(t){let{model:e}=this.app;return e.net(t)?N:{...N,snapshot:e.snapshot(
e.last[t])??-1}}narrow(t){let e={...this.filter,...t};this.shownQuery=K(e),this.app.requery(this.shownQuery),this.apply(
e)}apply(t){this.filter=t,this.shownQuery=K(t),document.activeElement!==this.field&&(this.field.value=t.text),this.change.
value=t.change,this.cause.value=t.cause,this.package.value=t.package,this.tree.show(gt(this.app.model,t)),this.chips.replaceChildren(
...this.chipsOf(t)),this.pane.clear(),this.list.element.scrollTop=0,this.draw();let e=this.tree.count(0),n=f(this.tree.sum(
0));this.told.textContent=e===this.count?`${m(e,"path")}, ${n}`:`${y(e)} of ${m(this.count,"path")}, ${n}`}chipsOf(t){let{
model:e}=this.app,n=(l,c)=>a("button",{type:"button",class:"chip",title:"Show the others too",click:()=>this.narrow(c)},
l,a("span",{"aria-hidden":"true"}," \xD7")),i=[];t.below&&i.push(n(`below ${d(t.below)}`,{below:""})),t.snapshot>=0&&i.push(
n(`of ${e.snapshotName(t.snapshot)}`,{snapshot:-1}));let s=e.ran[t.command];s&&i.push(n(`of command ${s.name}: ${v(s.command.
text).slice(0,60)}`,{command:-1}));let o=e.data.recipe?.explanation.instructions[t.instruction];return o&&i.push(n(`of l\
ine ${o.line} of the Dockerfile`,{instruction:-1})),t.package&&i.push(n(`of package ${d(t.package)}`,{package:""})),t.reason&&
i.push(n(d(t.reason),{reason:""})),i}draw(t=!1){this.folding.textContent=t?"Fold all":"Unfold all";let e=this.lines[this.
list.current]?.node;this.lines=this.tree.lines(),this.list.show(this.lines.length,e===void 0?-1:this.lines.findIndex(n=>n.
node===e))}pathsText(){let t=this.tree.matches().map(e=>q(this.app.model.name(e)));return ot(`copied ${m(t.length,"path")}`),
t.join(`
`)+`
`}row(t){let{model:e}=this.app,n=this.tree.row(t.node),i=d(t.label),s=this.filter.text.toLowerCase().split(/\s+/).filter(
Boolean),o=a("span",{class:t.isFolder?"name folder":"name",title:d(this.tree.text(t.node))},a("span",{class:"fold","aria\
-hidden":"true"},t.isFolder?t.isOpen?"\u25BE":"\u25B8":""),B(i,s[0]??""),t.isFolder?"/":"");o.style.paddingLeft=`${t.depth*
14}px`;let l=n<0?null:this.netOf(n),c=a("div",{class:`file ${l??""}`,role:"treeitem","aria-level":String(t.depth+1),"ari\
a-expanded":t.isFolder?String(t.isOpen):null}),h=this.tree.count(t.node)-(n<0?0:1);return p(c,a("span",{class:"mark",title:l??
""},l?Mt[l]:""),o,a("span",{class:"inside"},t.isFolder&&h>0?m(h,"path"):""),a("span",{class:"size"},t.isFolder||n>=0&&e.
kind(n)==="file"?f(this.tree.sum(t.node)):""),n<0?a("span",{class:"by"}):a("span",{class:"by",title:d(this.byText(n))},a(
"i",{class:e.secret(n)?"secret":e.cause(n)}),d(this.byText(n)))),c}netOf(t){let{model:e}=this.app;return(this.filter.snapshot>=
0||this.filter.command>=0?null:e.net(e.path(t)))??e.change(t)}byText(t){let{model:e}=this.app,n=e.ran[e.command[t]],i=e.
by(t);return e.cause(t)==="installed"?`${e.package(t)}${n?`, ${n.name} ${v(n.command.text)}`:""}`:e.secret(t)?`withheld:\
 ${e.secret(t)}`:e.cause(t)==="volatile"?`volatile: ${e.volatile(t)}`:i.startsWith("command")&&n?`${n.name}  ${v(n.command.
text)}`:i}key(t,e){let n=this.lines[e];if(!n)return!1;if(t.key==="ArrowRight"&&n.isFolder)n.isOpen?this.list.select(e+1,
"move"):this.toggle(n,!0);else if(t.key==="ArrowLeft")if(n.isOpen)this.toggle(n,!1);else{let i=e;for(;i>0&&this.lines[i].
depth>=n.depth;)i--;this.lines[i].depth<n.depth&&this.list.select(i,"move")}else if(t.key==="*")this.tree.openAll(n.node),
this.draw();else if(t.key==="c")at(q(this.tree.text(n.node)));else return!1;return!0}toggle(t,e){this.tree.toggle(t.node,
e),this.draw()}chosen(t,e){let n=this.lines[t],i=n.isFolder&&this.tree.row(n.node)<0;n.isFolder&&e!=="move"&&this.toggle(
n),this.details(n),e!=="move"&&!i&&!n.isFolder&&this.pane.open()}details(t){let{model:e}=this.app,n=this.tree.text(t.node),
i=this.tree.row(t.node),s=a("span",{class:"path"},d(n)),o=a("p",{class:"actions"},P(()=>q(n),"Copy the path"));if(t.isFolder){
let k=A(["below it",m(this.tree.count(t.node)-(i<0?0:1),"changed path")],["size",f(this.tree.sum(t.node))]);if(i<0){this.
pane.show(s,o,k,a("p",null,E("only these",()=>this.narrow({below:n}))));return}o.append(E("only these",()=>this.narrow({
below:n})))}let l=e.path(i),c=e.net(l),h=e.last[l],u=this.firstRow(l),g=e.data.recipe?.explanation.instructions[e.instruction[l]],
b=g?null:this.reason(l);this.pane.show(s,o,A(["change",c??"none in the end: it was there for a time"],["kind",e.kind(i)],
["moved from",e.movedFrom(i)&&a("code",null,d(e.movedFrom(i)))],["explained",d(this.byText(h))],["Dockerfile",!g&&b&&d(b)]),
g?this.instruction(g):null,Vt(e.before(u),e.change(h)==="deleted"?null:e.entry(h)),e.diff(i)?Kt(e.diff(i)):null,this.history(
l))}instruction(t){let e=j(this.app,t.line);return a("div",{class:"made-by"},e,a("code",{title:$(t.text)},v(t.text)))}firstRow(t){
let e=this.app.model.last[t];for(;this.app.model.earlier[e]>=0;)e=this.app.model.earlier[e];return e}reason(t){let e=this.
app.model.data.recipe?.explanation;for(let[n,i]of[...e?.rest??[],...e?.volatile??[]])if(i.includes(t))return`none: ${n}`;
return null}history(t){let{model:e}=this.app,n=a("ol",{class:"history"}),i=[];for(let s=e.last[t];s>=0;s=e.earlier[s])i.
unshift(s);for(let s of i){let o=e.ran[e.command[s]];p(n,a("li",null,a("span",null,`${e.change(s)} in ${e.snapshotName(e.
snapshot(s))}, `),a("span",{class:"note"},d(e.cause(s)==="volatile"?`volatile: ${e.volatile(s)}`:e.by(s))),o?D(this.app,
o):null))}return a("div",null,w("How it came there"),n)}print(){let{model:t}=this.app;if(!t.final.length)return null;let e=a(
"tbody");for(let i of t.final.slice(0,$t)){let s=t.last[i],o=t.net(i);p(e,a("tr",null,a("td",null,Mt[o]),a("td",{class:"\
path"},d(t.name(i))),a("td",{class:"size"},t.kind(s)==="file"?f(t.size(s)):""),a("td",null,d(this.byText(s)))))}let n=t.
final.length-$t;return a("section",null,a("h2",null,"Files"),a("table",null,e),n>0&&a("p",null,`and ${m(n,"more path")}`))}};
function Wt(r){let t=new Set;for(let e=0;e<r.rows;e++){let n=r.package(e);n&&t.add(n)}return[...t].sort()}function Vt(r,t){
let e=[["mode",i=>`${yt(i.kind,i.mode)}  ${i.mode.toString(8).padStart(4,"0")}`],["owner",i=>`${i.uid}:${i.gid}`],["size",
i=>i.kind==="file"?`${f(i.size)}${i.size>=1e3?` (${y(i.size)})`:""}`:""],["sha256",i=>i.digest],["link to",i=>d(i.link)]],
n=a("tbody");for(let[i,s]of e){let o=r?s(r):"",l=t?s(t):"";if(!o&&!l)continue;let c=r&&t&&o===l;p(n,a("tr",null,a("th",{
scope:"row"},i),c||!r||!t?a("td",{colspan:"2"},l||o):null,!c&&r&&t?a("td",{class:"old"},o):null,!c&&r&&t?a("td",{class:"\
new"},l):null))}return a("table",{class:"states"},n)}function Kt(r){let t=a("pre",{class:"diff"});for(let e of r.split(`\

`).slice(r.startsWith("---")?2:0))p(t,a("span",{class:e.startsWith("+")?"plus":e.startsWith("-")?"minus":e.startsWith("@\
@")?"hunk":null},$(e)),`
`);return a("div",null,w("Lines"),t)}function ht(r,t){let e=r.reduce((l,c)=>l+c,0),n=[];if(!e)return r.map(()=>({...t,width:0,height:0}));let i=t.width*t.height/
e,s={...t},o=0;for(;o<r.length;){let l=Math.min(s.width,s.height),c=o+1,h=r[o]*i,u=Et(l,h,r[o]*i,r[o]*i);for(;c<r.length;){
let g=h+r[c]*i,b=Et(l,g,r[o]*i,r[c]*i);if(b>u)break;[u,h,c]=[b,g,c+1]}s=Ut(r.slice(o,c).map(g=>g*i),h,s,n),o=c}return n}
function Et(r,t,e,n){return!n||!t?1/0:Math.max(r*r*e/(t*t),t*t/(r*r*n))}function Ut(r,t,e,n){let i=e.width<e.height,s=i?
e.width:e.height,o=s?t/s:0,l=i?e.x:e.y;for(let c of r){let h=o?c/o:0;n.push(i?{x:l,y:e.y,width:h,height:o}:{x:e.x,y:l,width:o,
height:h}),l+=h}return i?{...e,y:e.y+o,height:Math.max(0,e.height-o)}:{...e,x:e.x+o,width:Math.max(0,e.width-o)}}var _t=60,Tt=28,dt=22,et=class{constructor(t){this.app=t;let{model:e}=t,n=jt(e);this.places=e.data.snapshots.map((i,s)=>s),
n.has(null)&&this.places.push(null),this.sums=this.places.map(i=>n.get(i)??Ct()),p(this.element,this.headline(),a("secti\
on",null,w("What explains the changed paths"),this.accounts()),a("section",null,w(e.data.page==="report"?"Snapshots":"Sn\
apshots between the two states"),this.line()),e.totalBytes>0&&a("section",null,w("Bytes by snapshot and cause",`${f(e.totalBytes)}\
 written`),Zt(e),this.treemap()),this.config())}app;id="overview";title="Overview";count=null;element=a("div",{class:"vi\
ew overview"});sums;places;show(){}print(){return this.element.cloneNode(!0)}headline(){let{model:t}=this.app,{data:e}=t,
n=this.sums.reduce((l,c)=>l+c.bytes,0),i=t.ran.reduce((l,c)=>l+(c.command.seconds??0),0),s=(l,c,h)=>a("button",{type:"bu\
tton",class:"card",click:()=>this.app.go(h)},a("b",null,l),a("span",null,c)),o=(l,c)=>m(l,c).slice(y(l).length+1);return a(
"div",{class:"headline"},pt(this.app),a("div",{class:"cards"},s(y(e.snapshots.length),o(e.snapshots.length,"snapshot"),"\
overview"),s(y(t.ran.length),`${o(t.ran.length,"command")}, ${I(i)}`,"commands"),s(y(t.final.length),`changed ${o(t.final.
length,"path")}`,"files"),s(f(n),"written to layers","files")))}accounts(){let{model:t}=this.app,e=M.map(()=>0),n=M.map(
()=>0),i=0;for(let h of t.final){let u=t.last[h];e[t.causes[u]]++,n[t.causes[u]]+=t.bytes[u],t.secret(u)&&i++}let s=Math.
max(1,t.final.length),o=M.map((h,u)=>({cause:h,number:e[u],size:n[u]})).filter(h=>h.number),l=a("div",{class:"accounts"},
O(o.map(({cause:h,number:u})=>({kind:h,share:u/s,title:`${F[h]}: ${m(u,"path")}`})),o.map(({cause:h,number:u})=>`${m(u,"\
path")} ${F[h]}`).join(", "))),c=a("div",{class:"keys"});for(let{cause:h,number:u,size:g}of o){let b=T(this.app,{cause:h},
"");p(b,a("i",{class:h}),a("span",null,F[h]),a("b",null,y(u)),a("span",{class:"note"},f(g))),b.className="key",c.append(
b)}if(i){let h=T(this.app,{cause:"secret"},"");p(h,a("i",{class:"secret"}),a("span",null,"of them withheld as secrets"),
a("b",null,y(i))),h.className="key",c.append(h)}return o.length||c.append("nothing differs"),l.append(c),l}line(){let t=Math.
max(1,...this.sums.map(s=>s.bytes)),{snapshots:e}=this.app.model.data,n=s=>{let o=this.places[s];return this.stop(o===null?
null:e[o],o,s,t)};if(this.places.length>_t){let s=new L({label:"Snapshots",row:n});return s.element.classList.add("stops"),
s.show(this.places.length),s.element}let i=a("div",{class:"stop base"},a("span",{class:"dot"}),a("span",{class:"what"},a(
"b",null,d(this.app.model.data.from==="base"?this.app.model.data.base:this.app.model.data.from))));return a("div",{class:"\
stops"},i,...this.places.map((s,o)=>n(o)))}stop(t,e,n,i){let s=this.sums[n],o=n>0?this.app.model.data.snapshots[this.places[n-
1]??-1]:void 0,l=t&&o&&t.created>o.created?` \xB7 ${I(t.created-o.created)} later`:"",c={snapshot:e??-1},h=a("span",{class:"\
track"},O(M.map((b,k)=>({kind:b,share:s.byCause[k]/Math.max(1,s.bytes),title:`${F[b]}: ${f(s.byCause[k])}`})),`${f(s.bytes)}\
 written`));h.firstChild.style.width=`${Math.max(s.bytes?1.5:0,s.bytes/i*100)}%`;let u=t?.commands.length??0,g=this.app.
model.ran.findIndex(b=>b.snapshot===e);return a("div",{class:"stop"},a("span",{class:"dot"}),a("span",{class:"what"},a("\
b",null,t?R(t):"not committed yet"),t?.id&&a("span",{class:"note"},`${S(t.created)}${l}`)),a("span",{class:"counts"},u>0&&
E(m(u,"command"),()=>this.app.go("commands",`at=${g}`)),e===null?null:T(this.app,c,qt(s))),h,a("span",{class:"size"},f(s.
bytes)))}treemap(){let t=a("div",{class:"treemap"}),e=0;return new ResizeObserver(()=>{Math.abs(t.clientWidth-e)<2||(e=t.
clientWidth,this.layTreemap(t))}).observe(t),t}layTreemap(t){let e=this.sums.map((o,l)=>l).filter(o=>this.sums[o].bytes>
0);e.sort((o,l)=>this.sums[l].bytes-this.sums[o].bytes);let n=e.slice(0,40),i={x:0,y:0,width:t.clientWidth,height:t.clientHeight},
s=ht(n.map(o=>this.sums[o].bytes),i);t.replaceChildren(...n.flatMap((o,l)=>{let c=s[l];if(c.width<3||c.height<3)return[];
let h=a("div",{class:"group"});St(h,c,i);let u=c.height>3*dt&&c.width>60,g=this.app.model.data.snapshots[this.places[o]??
-1];u&&h.append(a("span",{class:"title"},g?R(g):"not committed yet",a("span",{class:"note"},f(this.sums[o].bytes))));let b={
x:1,y:u?dt:1,width:c.width-4,height:c.height-(u?dt:1)-3};return h.append(...this.cells(this.sums[o],this.places[o],b,c)),
[h]}))}cells(t,e,n,i){let s=[...t.cells.values()].filter(h=>h.bytes>0).sort((h,u)=>u.bytes-h.bytes),o=s.slice(Tt),l=s.slice(
0,Tt);if(o.length){let h=u=>o.reduce((g,b)=>g+b[u],0);l.push({cause:"others",label:`${y(o.length)} more`,query:{},bytes:h(
"bytes"),paths:h("paths")}),l.sort((u,g)=>g.bytes-u.bytes)}let c=ht(l.map(h=>h.bytes),n);return l.map((h,u)=>{let g=c[u],
b=`${h.label}: ${f(h.bytes)} in ${m(h.paths,"path")}`,k=T(this.app,{...h.query,snapshot:e??-1},"");return k.className=`c\
ell ${h.cause}`,k.title=b,k.setAttribute("aria-label",b),g.width>44&&g.height>17&&(p(k,a("span",null,h.label)),g.height>
34&&p(k,a("span",{class:"note"},f(h.bytes)))),St(k,g,i),k})}config(){let{config:t}=this.app.model.data;if(!t.length)return null;
let e=a("tbody");for(let s of t)p(e,a("tr",null,a("th",{scope:"row"},s.instruction,s.name?` ${d(s.name)}`:""),a("td",{class:"\
old"},s.old===null?"not set":a("code",null,d(s.old))),a("td",{class:"new"},s.new===null?"not set":a("code",null,d(s.new)))));
let{from:n,to:i}=this.app.model.data;return a("section",null,w("Configuration of the image"),a("div",{class:"wide"},a("t\
able",null,a("thead",null,a("tr",null,a("th",null,""),a("th",null,n),a("th",null,i))),e)))}};function pt(r,t=!0){let{data:e}=r.
model;if(e.page==="diff")return a("p",{class:"verdict"},a("b",null,`${e.from} \u2192 ${e.to}`),a("span",{class:"note"},`\
of ${d(e.workspace)}`));let n=e.snapshots.at(-1),i=n?.proof;if(!i)return a("p",{class:"verdict unproven"},a("b",null,"no\
t proven"),a("span",null,`The Dockerfile is a draft: \u201Csnap verify\u201D builds it and compares the result with snapshot ${n?.
seq??""}.`));let s=i.verdict.startsWith("equal")?i.verdict==="equal"?"equal":"nearly":i.verdict,o=a("p",{class:`verdict ${s}`},
a("b",null,i.verdict),a("span",null,v(i.summary)));return t&&p(o,E("the proof",()=>r.go("proof"))),o}function qt(r){return`\
+${y(r.added)} ~${y(r.changed)} \u2212${y(r.deleted)}`}function Ct(){return{added:0,changed:0,deleted:0,bytes:0,byCause:M.
map(()=>0),cells:new Map}}function jt(r){let t=new Map;for(let e=0;e<r.rows;e++){let n=r.snapshot(e),i=t.get(n);i||t.set(
n,i=Ct()),i[r.change(e)]++;let s=r.bytes[e];if(i.bytes+=s,i.byCause[r.causes[e]]+=s,!s)continue;let o=Qt(r,e,i.cells);o.
bytes+=s,o.paths++}return t}function Qt(r,t,e){let n=r.cause(t),i=r.package(t),s=n==="command"?r.command[t]:-1,o=n==="vo\
latile"?r.volatile(t):"",l=`${n} ${i} ${s} ${o}`,c=e.get(l);if(c)return c;let h=r.ran[s],u=i?d(i):h?v(h.command.text):d(
o)||F[n],b={cause:n,label:u,query:i?{package:i,cause:n}:h?{command:s}:o?{reason:o}:{cause:n},bytes:0,paths:0};return e.set(
l,b),b}function St(r,t,e){r.style.left=`${t.x/e.width*100}%`,r.style.top=`${t.y/e.height*100}%`,r.style.width=`${Math.max(
0,t.width)/e.width*100}%`,r.style.height=`${Math.max(0,t.height)/e.height*100}%`}function Zt(r){let t=M.filter((e,n)=>r.
causes.includes(n));return a("div",{class:"legend"},...t.map(e=>a("span",null,a("i",{class:e}),F[e])))}var nt=class{constructor(t){this.app=t;this.all=Gt(t),this.count=this.all.length,this.largest=Math.max(1,...this.all.map(
n=>n.bytes)),this.list=new L({label:"Packages",row:n=>this.row(this.rows[n]),chosen:(n,i)=>this.chosen(n,i!=="move")}),this.
list.element.classList.add("packages"),this.field=W("Search packages  /",()=>this.filter());let e=t.model.data.packages===
null?a("p",{class:"warning"},"The databases of packages could not be read: these are the packages that own changed paths\
."):null;p(this.element,a("div",{class:"main"},H(this.field,this.told),e,this.list.element),this.pane.element),this.filter()}app;id="\
packages";title="Packages";count;element=a("div",{class:"view split"});pane=new C("Choose a package to see which command\
 brought it and its files.");all;rows=[];list;field;told=a("span",{class:"told",role:"status"});largest;show(){this.list.
draw()}search(){return this.field.focus(),!0}get text(){return this.field.value.trim().toLowerCase()}filter(){this.rows=
this.all.filter(t=>!this.text||t.name.toLowerCase().includes(this.text)),this.told.textContent=`${m(this.rows.length,"pa\
ckage")}, ${f(this.rows.reduce((t,e)=>t+e.bytes,0))}`,this.list.show(this.rows.length),this.pane.clear()}row(t){return a(
"div",{class:`package-row ${t.change}`},a("span",{class:"mark",title:t.change},{added:"A",changed:"M",removed:"D"}[t.change]??
""),a("span",{class:"name"},B(d(t.name),this.text)),a("span",{class:"version"},t.old?`${d(t.old)} \u2192 `:"",d(t.version)),
a("span",{class:"fate"},t.automatic?"as a dependency":""),a("span",{class:"paths"},t.paths?m(t.paths,"path"):""),a("span",
{class:"size"},t.bytes?f(t.bytes):"",O([{kind:"installed",share:t.bytes/this.largest}],f(t.bytes))))}chosen(t,e){let n=this.
rows[t],i=a("ul",{class:"short"});for(let s of[...n.commands].sort((o,l)=>o-l)){let o=this.app.model.ran[s];o&&p(i,a("li",
null,D(this.app,o)))}this.pane.show(d(n.name),A(["change",n.change],["version",d(n.version)],["before",n.old&&d(n.old)],
["installed",n.automatic===null?null:n.automatic?"because another package needs it":"by name"],["paths",n.paths>0&&y(n.paths)],
["size",f(n.bytes)]),n.label?a("p",null,T(this.app,{package:n.label},"its files")):null,n.commands.size?w("Commands that\
 wrote them"):null,i),e&&this.pane.open()}print(){if(!this.all.length)return null;let t=a("tbody");for(let e of this.all)
p(t,a("tr",null,a("td",null,e.change),a("td",null,d(e.name)),a("td",null,e.old?`${d(e.old)} \u2192 `:"",d(e.version)),a(
"td",{class:"size"},e.bytes?f(e.bytes):"")));return a("section",null,a("h2",null,"Packages"),a("table",null,t))}};function Gt(r){
let{model:t}=r,e=new Map;for(let n of t.final){let i=t.last[n],s=t.package(i);if(!s)continue;let o=e.get(s);if(!o){let l=s.
lastIndexOf(" ");o={name:s.slice(0,l<0?void 0:l),version:l<0?"":s.slice(l+1),old:"",change:"",automatic:null,label:s,paths:0,
bytes:0,commands:new Set},e.set(s,o)}o.paths++,o.bytes+=t.bytes[i],t.command[i]>=0&&o.commands.add(t.command[i])}for(let n of t.
data.packages??[]){let i=`${n.name} ${n.new??n.old??""}`,s=e.get(i);s||e.set(i,s={name:n.name,version:n.new??n.old??"",old:"",
change:"",automatic:null,label:"",paths:0,bytes:0,commands:new Set}),Object.assign(s,{change:n.change,automatic:n.automatic,
old:n.change==="changed"?n.old??"":""})}return[...e.values()].sort((n,i)=>i.bytes-n.bytes||(n.name<i.name?-1:1))}var V=500,st=class{constructor(t){this.app=t;let{data:e}=t.model;this.byName=new Map(e.paths.map((l,c)=>[l,c]));let n=e.
recipe,i=e.snapshots.at(-1)?.proof??null,s=i?i.withheld_files:n.withheld_files,{explanation:o}=n;p(this.element,pt(t,!1),
i&&this.names("Differences",i.differences,s.length?"The rebuilt image has no other difference.":"None.",l=>this.difference(
l)),s.length>0&&a("section",null,w("Withheld",m(s.length,"file")),G(s.length,V,l=>{let c=s[l];return a("div",{class:"ent\
ry"},this.path(c.path),a("span",{class:"note"},d(c.reason)),c.option?a("span",{class:"option"},a("code",null,d(c.option)),
P(()=>c.option,"Copy the option that includes it")):null)},`and ${y(s.length-V)} more`)),i&&i.made_anew.length>0&&this.names(
"Made anew by a step, compared by form",i.made_anew,"",l=>this.path(l)),a("section",null,w("What the recipe does with ea\
ch path"),Jt(n.counts)),this.reasons("Paths that a rebuild cannot be expected to reproduce",o.volatile),this.reasons("Pa\
ths without an instruction",o.rest),n.notes.length>0&&a("section",null,w("Notes"),a("ul",null,...n.notes.map(l=>a("li",null,
d(l))))),n.pinned.length>0&&a("section",null,w("Pinned versions"),a("p",{class:"names"},...n.pinned.map(l=>a("code",null,
d(l))))))}app;id="proof";title="Proof";count=null;element=a("div",{class:"view text"});byName;show(){}print(){return a("\
section",null,a("h2",null,"Proof"),this.element.cloneNode(!0))}names(t,e,n,i){return a("section",null,w(t,e.length?y(e.length):
""),e.length?G(e.length,V,s=>i(e[s]),`and ${y(e.length-V)} more`):a("p",{class:"note"},n))}path(t){let e=this.byName.get(
t);return e===void 0?a("code",null,d(t)):Q(this.app,e)}difference(t){let e=t.indexOf(": ");return!t.startsWith("/")||e<0?
a("div",{class:"entry"},d(t)):a("div",{class:"entry"},this.path(t.slice(0,e)),a("span",{class:"note"},d(t.slice(e+2))))}reasons(t,e){
if(!e.length)return null;let n=[...e].sort((i,s)=>s[1].length-i[1].length);return a("section",null,w(t,m(e.reduce((i,s)=>i+
s[1].length,0),"path")),...n.map(([i,s])=>{let o=a("details",null,a("summary",null,d(i),a("span",{class:"note"},m(s.length,
"path"))));return o.addEventListener("toggle",()=>{o.open&&o.children.length<2&&p(o,G(s.length,V,l=>Q(this.app,s[l]),`an\
d ${y(s.length-V)} more`))}),o}))}},Yt={paths:"changed paths",commands:"by this number of commands"};function Jt(r){let t=a(
"dl",{class:"facts"});for(let[e,n]of Object.entries(r))n&&p(t,a("dt",null,Yt[e]??e.replaceAll("_"," ")),a("dd",null,y(n)));
return t}var Xt=.5,it=class{constructor(t){this.app=t;let e=t.model.data.casts??[];this.field=z("Session",e.map((s,o)=>[String(o),
`${S(s.begin)}, ${I(s.seconds)}`]),s=>this.load(Number(s))),this.field.className="wide",this.list=new L({label:"Commands\
 of the session",row:s=>this.row(this.commands[s]),chosen:(s,o)=>o!=="move"&&this.play(this.commands[s])});let n=document.
getElementById("player-licence")?.textContent??"",i=a("details",{class:"about"},a("summary",null,"played by asciinema-pl\
ayer, Apache License 2.0"),a("pre",null,n));p(this.element,a("div",{class:"main"},H(this.field),this.place,i),a("aside",
{class:"pane commands-of","aria-label":"Commands of the session"},this.list.element))}app;id="session";title="Session";count=null;element=a(
"div",{class:"view split"});place=a("div",{class:"player"});list;field;commands=[];current=-1;player=null;show(t){let{model:e}=this.
app,n=e.ran[Number(new URLSearchParams(t).get("at")??"-1")],i=n?(e.data.casts??[]).findIndex(s=>s.session===n.command.session):
-1;(this.current<0||i>=0&&i!==this.current)&&this.load(Math.max(0,i)),this.list.draw(),n&&i>=0&&this.play(n)}load(t){let e=this.
app.model.data.casts?.[t];if(!e)return;this.current=t,this.field.value=String(t),this.player?.dispose(),this.commands=this.
app.model.ran.filter(s=>s.command.session===e.session);let n=window.snapPlayer,i=this.commands.map(s=>[Math.max(0,s.command.
begin-e.begin),v(s.command.text)]);this.player=n({data:e.text},this.place,{fit:"both",preload:!0,markers:i,poster:"npt:1"}),
this.list.show(this.commands.length)}play(t){let e=this.app.model.data.casts?.[this.current];if(!e||!this.player)return;
this.list.show(this.commands.length,this.commands.indexOf(t));let{player:n}=this;(async()=>(await n.play(),await n.seek(
Math.max(0,t.command.begin-e.begin-Xt))))()}row(t){return a("div",{class:"command"},a("span",{class:"number"},t.name),a(
"code",{class:"text",title:v(t.command.text)},v(t.command.text)))}print(){return null}};var ut=["auto","light","dark"],te=[["1 \u2026 7","go to a view"],["/","search"],["\u2191 \u2193  j k","move in a list; P\
age Up and Down, Home and End too"],["Enter","open, fold or unfold"],["\u2190 \u2192","fold and unfold a folder"],["*","\
unfold all below a folder"],["c","copy the path"],["Esc","close the details"],["?","this list"]],mt=class{constructor(t,e){
this.place=e;this.model=new U(t);let n=[["overview","Overview",null,()=>new et(this)],["commands","Commands",this.model.
ran.length,this.model.ran.length?()=>new Y(this):null],["files","Files",this.model.final.length,()=>new tt(this)],["dock\
erfile","Dockerfile",null,t.recipe?()=>new J(this):null],["proof","Proof",null,t.recipe?()=>new st(this):null],["package\
s","Packages",null,()=>new nt(this)],["session","Session",null,t.casts?.length?()=>new it(this):null]];for(let[i,s,o,l]of n)
l&&this.addTab(i,s,o,l);this.build()}place;model;views=new Map;tabs=new Map;content=a("main",{id:"content"});help=a("dia\
log",{"aria-label":"Keys"});current="";isByKey=!1;makers=new Map;addTab(t,e,n,i){this.makers.set(t,i);let s=n===null?e:`${e}\
 `,o=a("a",{href:`#${t}`,role:"tab",id:`tab-${t}`,"aria-controls":"content","aria-selected":"false"},s,n===null?null:a("\
span",{class:"count"},new Intl.NumberFormat("en",{notation:"compact"}).format(n)));this.tabs.set(t,o)}build(){let{data:t}=this.
model,e=a("button",{type:"button",class:"theme",title:"Light, dark, or as the system","aria-label":"Colours"}),n=s=>{document.
documentElement.dataset.theme=s,e.textContent={auto:"\u25D0",light:"\u2600",dark:"\u263E"}[s]??"",e.setAttribute("aria-l\
abel",`Colours: ${s}`)};n(ne("theme")??"auto"),e.addEventListener("click",()=>{let s=ut[(ut.indexOf(document.documentElement.
dataset.theme)+1)%ut.length];n(s),se("theme",s)});let i=t.page==="report"?`${d(t.base)} \u2192 ${t.to}`:`${t.from} \u2192 ${t.
to}`;p(this.help,a("h2",null,"Keys"),a("dl",{class:"facts"},...te.flatMap(([s,o])=>[a("dt",null,a("kbd",null,s)),a("dd",
null,o)])),a("form",{method:"dialog"},a("button",null,"Close"))),this.place.replaceChildren(a("header",{class:"top"},a("\
h1",null,d(t.workspace),a("span",{class:"note"},i)),a("nav",{role:"tablist","aria-label":"Views"},...this.tabs.values()),
a("span",{class:"end"},a("span",{class:"note made"},`snap ${d(t.version)}, ${S(t.made)}`),a("button",{type:"button",title:"\
Keys","aria-label":"Keys",click:()=>this.help.showModal()},"?"),e)),this.content,this.help,a("div",{id:"said",class:"awa\
y",role:"status"})),window.addEventListener("hashchange",()=>this.route()),document.addEventListener("keydown",s=>this.key(
s)),window.addEventListener("beforeprint",()=>this.beforePrint()),window.addEventListener("afterprint",()=>document.getElementById(
"print")?.remove()),this.route()}view(t){let e=this.views.get(t);return e||(e=this.makers.get(t)(),this.views.set(t,e)),
e}route(){let[t="",e=""]=ee(location.hash.slice(1),"?");this.show(this.makers.has(t)?t:"overview",e)}show(t,e){let n=this.
view(t);if(t!==this.current){for(let[i,s]of this.tabs)s.setAttribute("aria-selected",String(i===t)),i===t?s.setAttribute(
"aria-current","page"):s.removeAttribute("aria-current");this.content.replaceChildren(n.element),this.tabs.get(t).scrollIntoView(
{block:"nearest",inline:"center"}),this.current=t,window.scrollTo(0,0)}n.show(e),this.isByKey&&this.content.querySelector(
".list")?.focus(),this.isByKey=!1}go(t,e=""){let n=`#${t}${e?`?${e}`:""}`;location.hash===n?this.show(t,e):location.hash=
n}requery(t){try{history.replaceState(null,"",`#${this.current}${t?`?${t}`:""}`)}catch{}}key(t){if(t.ctrlKey||t.metaKey||
t.altKey||this.help.open)return;let e=t.target instanceof HTMLElement?t.target:document.body,n=e.closest("[role=tab]");if(n&&
(t.key==="ArrowRight"||t.key==="ArrowLeft")){let o=[...this.tabs.values()],l=o[(o.indexOf(n)+(t.key==="ArrowRight"?1:-1)+
o.length)%o.length];l.focus(),l.click();return}if(e.closest(".player"))return;if(e.matches("input, select, textarea")){t.
key==="Escape"&&this.content.querySelector(".list")?.focus();return}let i=this.view(this.current),s=Number(t.key);s>=1&&
s<=this.tabs.size?(this.isByKey=!0,this.go([...this.tabs.keys()][s-1])):t.key==="?"?this.help.showModal():t.key==="Escap\
e"?this.content.querySelector(".pane.open")?.classList.remove("open"):t.key==="/"&&i.search?.()&&t.preventDefault()}beforePrint(){
document.getElementById("print")?.remove();let t=a("div",{id:"print"});for(let e of this.makers.keys())p(t,this.view(e).
print());document.body.append(t)}};function ee(r,t){let e=r.indexOf(t);return e<0?[r,""]:[r.slice(0,e),r.slice(e+1)]}function ne(r){
try{return localStorage.getItem(`snap-${r}`)}catch{return null}}function se(r,t){try{localStorage.setItem(`snap-${r}`,t)}catch{}}
var ie=document.getElementById("app");requestAnimationFrame(()=>setTimeout(()=>{let r=document.getElementById("data"),t=JSON.
parse(r.textContent??"");r.remove(),new mt(t,ie)}));})();
