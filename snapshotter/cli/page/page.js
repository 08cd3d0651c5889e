/* built by page/build.mjs from page/src, sha256 590c2fc4ed254af0c69d752e436999ad1cb50662109efc8abbdc6bdf411d356a */
"use strict";(()=>{function i(a,t=null,...e){let n=document.createElement(a);for(let[r,s]of Object.entries(t??{}))s==null||s===!1||(typeof s==
"function"?n.addEventListener(r,s):n.setAttribute(r,s===!0?"":String(s)));return p(n,...e),n}function p(a,...t){for(let e of t)
e!=null&&e!==!1&&a.append(e)}function C(a,t){let e=i("span",{class:"bar",role:"img","aria-label":t,title:t});for(let{kind:n,
share:r,title:s}of a){if(r<=0)continue;let o=i("span",{class:`part ${n}`,title:s});o.style.width=`${r*100}%`,e.append(o)}
return e}async function it(a,t){try{await navigator.clipboard.writeText(a)}catch{let e=i("textarea",{class:"away"});e.value=
a,document.body.append(e),e.select(),document.execCommand("copy"),e.remove()}rt("copied"),t&&(t.classList.add("done"),setTimeout(
()=>t.classList.remove("done"),900))}function H(a,t){let e=i("button",{class:"copy",type:"button",title:t,"aria-label":t},
"Copy");return e.addEventListener("click",n=>{n.stopPropagation(),it(a(),e)}),e}function rt(a){let t=document.getElementById(
"said");t&&(t.textContent=a)}function z(a,t){let e=document.createDocumentFragment();if(!t)return e.append(a),e;let n=a.
toLowerCase(),r=0;if(n.length===a.length)for(let s=n.indexOf(t);s>=0;s=n.indexOf(t,r))e.append(a.slice(r,s),i("mark",null,
a.slice(s,s+t.length))),r=s+t.length;return e.append(a.slice(r)),e}var x=["command","package","volatile","outside","not-recorded"],O={command:"by commands",package:"by packages",volatile:"\
volatile",outside:"outside of commands","not-recorded":"not recorded"};function k(a,t){if(!a)return()=>t;if(a.pool&&a.at){
let{pool:e,at:n}=a;return r=>e[n[r]]}if(a.each){let{each:e}=a;return n=>e[n]}return()=>a.all}var _=class{constructor(t){
this.data=t;let e=this.columns=t.changes.columns;this.rows=t.changes.rows,this.path=k(e.path,0),this.snapshot=k(e.snapshot,
null),this.change=k(e.change,"changed"),this.kind=k(e.kind,"file"),this.size=k(e.size,0),this.by=k(e.by,""),this.package=
k(e.package,""),this.secret=k(e.secret,""),this.volatile=k(e.volatile,""),this.before=k(e.before,null),this.diff=k(e.diff,
""),this.movedFrom=k(e.moved_from,null),this.causes=new Uint8Array(this.rows),this.bytes=new Float64Array(this.rows),this.
command=new Int32Array(this.rows).fill(-1),this.last=new Int32Array(t.paths.length).fill(-1),this.earlier=new Int32Array(
this.rows).fill(-1),this.instruction=new Int32Array(t.paths.length).fill(-1);let n=this.listCommands();this.totalBytes=this.
index(n),this.readExplanation();for(let r=0;r<t.paths.length;r++)this.net(r)&&this.final.push(r)}data;rows;path;snapshot;change;kind;size;by;package;secret;volatile;before;diff;movedFrom;columns;causes;bytes;command;last;earlier;instruction;ran=[];byName=new Map;final=[];totalBytes;entry(t){
let e=(n,r)=>k(this.columns[n],r)(t);return{kind:this.kind(t),mode:e("mode",0),uid:e("uid",0),gid:e("gid",0),size:this.size(
t),digest:e("digest",""),link:e("link","")}}name(t){return this.data.paths[t]??""}cause(t){return x[this.causes[t]]}net(t){
let e=this.last[t];if(e<0)return null;let n=e;for(;this.earlier[n]>=0;)n=this.earlier[n];let r=this.change(n)!=="added",
s=this.change(e)!=="deleted";return r?s?"changed":"deleted":s?"added":null}snapshotName(t){let e=t===null?void 0:this.data.
snapshots[t];return e?`snapshot ${e.seq}`:"not committed yet"}listCommands(){let t=[];return this.data.snapshots.forEach(
(e,n)=>{t.push(this.ran.length),e.commands.forEach((r,s)=>{let o={index:this.ran.length,snapshot:n,number:s+1,name:`${e.
seq}.${s+1}`,command:r,rows:0,bytes:0,line:0,fate:"",reason:"",lines:[]};this.ran.push(o),this.byName.set(o.name,o)})}),
t}index(t){let e=k(this.columns.command,null),n=k(this.columns.hardlink,""),r=0;for(let s=0;s<this.rows;s++){let o=this.
path(s),l=this.snapshot(s),c=this.by(s);this.earlier[s]=this.last[o],this.last[o]=s,this.causes[s]=Ct(c);let h=n(s),m=this.
change(s)!=="deleted"&&this.kind(s)==="file"&&(!h||h===this.name(o))?this.size(s):0;this.bytes[s]=m,r+=m;let y=e(s);if(l!==
null&&y!==null&&y<(this.data.snapshots[l]?.commands.length??0)){let v=this.ran[t[l]+y];this.command[s]=v.index,v.rows++,
v.bytes+=m}}return r}readExplanation(){let t=this.data.recipe?.explanation;if(t){t.instructions.forEach((e,n)=>{for(let r of e.
paths)this.instruction[r]=n;for(let r of e.commands){let s=this.ranOf(r);s&&(s.lines.push(e.line),(!s.line||!e.text.startsWith(
"ARG "))&&(s.line=e.line),s.fate="run")}});for(let e of t.absent){let n=this.ranOf(e);n&&Object.assign(n,{fate:e.fate,reason:e.
reason,lines:e.lines})}}}ranOf(t){return this.byName.get(`${t.snapshot}.${t.number}`)}};function Ct(a){return a.startsWith(
"command")?0:a.startsWith("package")?1:a.startsWith("volatile")?2:a.startsWith("not recorded")?4:3}var P={text:"",change:"",cause:"",snapshot:-1,command:-1,instruction:-1,package:""};function ft(a,t){let e=new Int32Array(
a.data.paths.length).fill(-1),n=t.text.toLowerCase().split(/\s+/).filter(Boolean),r=t.snapshot>=0||t.command>=0;for(let s=0;s<
e.length;s++){if(t.instruction>=0&&a.instruction[s]!==t.instruction||n.length&&!n.every(l=>a.name(s).toLowerCase().includes(
l)))continue;if(r){for(let l=a.last[s];l>=0;l=a.earlier[l])if(mt(a,t,l,a.change(l))){e[s]=l;break}continue}let o=a.net(s);
o&&mt(a,t,a.last[s],o)&&(e[s]=a.last[s])}return e}function mt(a,t,e,n){return t.change&&n!==t.change||t.snapshot>=0&&a.snapshot(
e)!==t.snapshot||t.command>=0&&a.command[e]!==t.command||t.package&&a.package(e)!==t.package?!1:t.cause==="secret"?a.secret(
e)!=="":!t.cause||a.cause(e)===t.cause}function W(a){let t=new URLSearchParams;for(let[e,n]of Object.entries(a))n!==P[e]&&
t.set(e,String(n));return t.toString()}function gt(a){let t=new URLSearchParams(a),e=r=>/^\d{1,7}$/.test(t.get(r)??"")?Number(
t.get(r)):-1,n=t.get("cause")??"";return{text:t.get("text")??"",change:t.get("change")??"",cause:n==="secret"||x.includes(
n)?n:"",snapshot:e("snapshot"),command:e("command"),instruction:e("instruction"),package:t.get("package")??""}}var Ht={"\n":"\\n","	":"\\t","\r":"\\r","\x1B":"\\e","\0":"\\0"},ot=/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|[^\S ]/gu;function d(a){
return a.replace(ot,at)}function $(a){return a.replace(ot,t=>t===`
`||t==="	"?t:at(t))}function at(a){let t=Ht[a];if(t)return t;let e=a.codePointAt(0);return e>=56448&&e<=56575?`\\x${K(e-
56320,2)}`:e<256?`\\x${K(e,2)}`:e<65536?`\\u${K(e,4)}`:`\\U${K(e,8)}`}function K(a,t){return a.toString(16).padStart(t,"\
0")}function U(a){return/^[\w@%+=:,./-]+$/.test(a)?a:a.search(ot)<0?`'${a.replaceAll("'","'\\''")}'`:`$'${a.replace(/[\\']|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
e=>e==="\\"||e==="'"?`\\${e}`:at(e).replace("\\e","\\x1b"))}'`}var Ot=new Intl.NumberFormat("en",{useGrouping:!0});function b(a){
return Ot.format(a).replaceAll(",","\u202F")}function f(a,t){return`${b(a)} ${t}${a===1?"":t.endsWith("ss")?"es":"s"}`}function g(a){
if(Math.abs(a)<1e3)return`${a} B`;let t=a;for(let e of["kB","MB","GB","TB"])if(t/=1e3,Math.abs(t)<999.5||e==="TB")return`${t.
toFixed(Math.abs(t)<9.95?1:0)} ${e}`;return""}function N(a){if(a<9.95)return`${a.toFixed(1)} s`;if(a<59.5)return`${Math.
round(a)} s`;let t=Math.floor(Math.round(a)/60);if(t<60)return`${t} min ${String(Math.round(a)%60).padStart(2,"0")} s`;let e=Math.
floor(t/60);return e<48?`${e} h ${String(t%60).padStart(2,"0")} min`:f(Math.round(e/24),"day")}function F(a,t=!1){let e=new Date(
a*1e3),n=o=>String(o).padStart(2,"0"),r=`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}`,s=`${n(e.getHours())}\
:${n(e.getMinutes())}`;return`${r} ${s}${t?`:${n(e.getSeconds())}`:""}`}function L(a){let t=a.trim().split(`
`);return d(t[0]??"")+(t.length>1?" \u2026":"")}function bt(a,t){let e={directory:"d",symlink:"l",fifo:"p",char:"c",block:"\
b",socket:"s"}[a]??"-",n=(s,o)=>t&s?o:"-",r=(s,o,l,c)=>t&o?t&s?l:c:n(s,"x");return e+n(256,"r")+n(128,"w")+r(64,2048,"s",
"S")+n(32,"r")+n(16,"w")+r(8,1024,"s","S")+n(4,"r")+n(2,"w")+r(1,512,"t","T")}function S(a,t,e=""){let n=i("button",{type:"button",class:"link",title:e||null},a);return n.addEventListener("click",r=>{
r.stopPropagation(),t()}),n}function M(a,t,e){return S(e,()=>a.go("files",W({...P,...t})))}function B(a,t){let e=L(t.command.
text),n=S("",()=>a.go("commands",`at=${t.index}`),e);return n.classList.add("command-link"),p(n,i("span",{class:"number"},
t.name),i("code",null,e)),n}function j(a,t){return S(`line ${t}`,()=>a.go("dockerfile",`line=${t}`))}function Q(a,t){let e=d(
a.model.name(t)),n=S(e,()=>a.go("files",`at=${t}`),e);return n.classList.add("path-link"),n}function R(a){return`${a.seq}\
 \xB7 ${L(a.message)||"no message"}`}function A(...a){let t=i("dl",{class:"facts"});for(let[e,n]of a)n&&p(t,i("dt",null,
e),i("dd",null,n));return t}function yt(a,t="Copy the text"){return i("div",{class:"code"},i("pre",null,a),H(()=>a,t))}function w(a,t=""){
return i("h3",null,a,t?i("span",{class:"note"},t):null)}function Z(a,t,e){let n=i("ul",{class:"short"});for(let r of t.slice(
0,e))p(n,i("li",null,Q(a,r)));return t.length>e&&p(n,i("li",{class:"more"},`and ${b(t.length-e)} more`)),n}var T=class{constructor(t){this.nothing=t;this.element.addEventListener("keydown",e=>{e.key==="Escape"&&this.close()}),this.
clear()}nothing;element=i("aside",{class:"pane","aria-label":"details",tabindex:"-1"});show(t,...e){let n=i("button",{class:"\
close",type:"button","aria-label":"Close the details",click:()=>this.close()},"\xD7"),r=i("header",null,i("h2",null,t),n);
this.element.replaceChildren(r,...e.filter(s=>s instanceof Node)),this.element.scrollTop=0}clear(){this.element.replaceChildren(
i("p",{class:"nothing"},this.nothing)),this.close()}open(){this.element.classList.add("open")}close(){this.element.classList.
remove("open")}};function I(...a){let t=i("div",{class:"tools",role:"search"});for(let e of a)e&&t.append(e);return t}function D(a,t){
let e=i("input",{type:"search",placeholder:a,"aria-label":a,spellcheck:"false",autocomplete:"off"}),n=0;return e.addEventListener(
"input",()=>{clearTimeout(n),n=window.setTimeout(()=>t(e.value),80)}),e}function q(a,t,e){let n=i("select",{"aria-label":a});
for(let[r,s]of t)p(n,i("option",{value:r},s));return n.addEventListener("change",()=>e(n.value)),n}var wt=6,Ft=0,E=class{constructor(t){this.options=t;this.space=i("div",{class:"space"}),this.element=i("div",{class:"lis\
t",tabindex:"0",role:t.role??"listbox","aria-label":t.label},this.space),this.element.addEventListener("scroll",()=>this.
draw(),{passive:!0}),this.element.addEventListener("keydown",e=>this.onKey(e)),this.element.addEventListener("click",e=>this.
onClick(e)),t.pointed&&(this.element.addEventListener("mousemove",e=>this.onPoint(this.at(e))),this.element.addEventListener(
"mouseleave",()=>this.onPoint(-1))),new ResizeObserver(()=>this.draw()).observe(this.element)}options;element;space;count=0;from=0;pointed=-1;id=`\
list${++Ft}`;current=-1;get rowHeight(){return parseFloat(getComputedStyle(this.element).getPropertyValue("--row"))||28}show(t,e=-1){
this.count=t,this.current=Math.min(e,t-1),this.draw()}select(t,e="silent"){if(!this.count)return;this.current=Math.max(0,
Math.min(this.count-1,t));let n=this.rowHeight,r=this.current*n,{scrollTop:s,clientHeight:o}=this.element;e==="silent"?(r<
s||r+n>s+o)&&(this.element.scrollTop=r-o/3):r<s?this.element.scrollTop=r:r+n>s+o&&(this.element.scrollTop=r+n-o),this.draw(),
e!=="silent"&&this.options.chosen?.(this.current,e)}draw(){let t=this.rowHeight;this.space.style.height=`${this.count*t}\
px`;let e=this.element.clientHeight;if(!e)return;this.from=Math.max(0,Math.floor(this.element.scrollTop/t)-wt);let n=Math.
min(this.count,Math.ceil((this.element.scrollTop+e)/t)+wt),r=[];for(let s=this.from;s<n;s++){let o=this.options.row(s);o.
classList.add("row"),o.hasAttribute("role")||o.setAttribute("role",this.options.role==="tree"?"treeitem":"option"),o.id=
`${this.id}-${s}`,o.setAttribute("aria-setsize",String(this.count)),o.setAttribute("aria-posinset",String(s+1)),o.setAttribute(
"aria-selected",String(s===this.current)),o.style.transform=`translateY(${s*t}px)`,r.push(o)}this.space.replaceChildren(
...r),this.current>=this.from&&this.current<n?this.element.setAttribute("aria-activedescendant",`${this.id}-${this.current}`):
this.element.removeAttribute("aria-activedescendant")}at(t){let e=t.target instanceof Element?t.target.closest(".row"):null;
return e?Number(e.id.slice(this.id.length+1)):-1}onClick(t){let e=this.at(t);e>=0&&this.select(e,"click")}onPoint(t){t!==
this.pointed&&(this.pointed=t,this.options.pointed?.(t))}onKey(t){if(t.ctrlKey||t.metaKey||t.altKey||t.target!==this.element)
return;if(this.options.key?.(t,this.current)){t.preventDefault();return}let e=Math.max(1,Math.floor(this.element.clientHeight/
this.rowHeight)-1),r={ArrowDown:1,j:1,ArrowUp:-1,k:-1,PageDown:e,PageUp:-e,Home:-1/0,End:1/0}[t.key];if(r!==void 0)this.
select(this.current<0?0:this.current+r,"move");else if(t.key==="Enter"||t.key===" ")this.select(this.current,"enter");else
return;t.preventDefault()}};function G(a,t,e,n){let r=i("ul",{class:"short"});for(let s=0;s<Math.min(a,t);s++)p(r,i("li",
null,e(s)));return a>t&&p(r,i("li",{class:"more"},n)),r}var vt=3e3,It=200,kt=[["","all commands"],["run","in the recipe"],["carried","replaced by files"],["left out","left out"],
["failed","failed"],["changes","changed something"]],Y=class{constructor(t){this.app=t;let{ran:e}=t.model;this.count=e.length,
this.largest=Math.max(1,...e.map(n=>n.bytes)),this.list=new E({label:"Commands",row:n=>this.row(this.items[n]),chosen:(n,r)=>this.
chosen(n,r!=="move")}),this.list.element.classList.add("commands"),this.field=D("Search commands  /",()=>this.filter()),
this.kinds=q("Which commands",t.model.data.recipe?kt:kt.filter(([n])=>["","failed","changes"].includes(n)),()=>this.filter()),
p(this.element,i("div",{class:"main"},I(this.field,this.kinds,this.told),this.list.element),this.pane.element),this.filter()}app;id="\
commands";title="Commands";count;element=i("div",{class:"view split"});pane=new T("Choose a command to see what it chang\
ed and what became of it.");list;field;kinds;told=i("span",{class:"told",role:"status"});items=[];text="";largest;paths=null;show(t){
let e=Number(new URLSearchParams(t).get("at")??"-1"),n=this.app.model.ran[e];if(n&&!this.items.includes(n)&&(this.field.
value=this.kinds.value="",this.filter()),this.list.draw(),!n)return;let r=this.items.indexOf(n);this.list.select(r),this.
chosen(r,!0)}search(){return this.field.focus(),!0}filter(){this.text=this.field.value.trim().toLowerCase(),this.items=[];
let t=-1,e=0;for(let n of this.app.model.ran)this.fits(n)&&(n.snapshot!==t&&this.items.push({snapshot:t=n.snapshot}),this.
items.push(n),e++);this.told.textContent=e===this.count?f(e,"command"):`${b(e)} of ${b(this.count)}`,this.list.show(this.
items.length),this.list.element.scrollTop=0,this.pane.clear()}fits(t){let e=this.kinds.value;return e==="failed"&&!t.command.
status||e==="changes"&&!t.rows||["run","carried","left out"].includes(e)&&t.fate!==e?!1:!this.text||$(t.command.text).toLowerCase().
includes(this.text)||t.name===this.text}row(t){let{data:e}=this.app.model;if(!("command"in t)){let s=e.snapshots[t.snapshot];
return i("div",{class:"snapshot-row"},i("b",null,R(s)),i("span",{class:"note"},F(s.created)))}let{command:n}=t,r=n.status!==
null&&n.status!==0;return i("div",{class:t.fate==="left out"?"command faded":"command"},i("span",{class:"number"},t.name),
i("code",{class:"text",title:L(n.text)},z(L(n.text),this.text)),i("span",{class:r?"status bad":"status"},r||n.status===null?
d(n.outcome||"?"):""),i("span",{class:"fate"},t.line?`line ${t.line}`:t.fate==="carried"?"files":t.fate==="left out"?"le\
ft out":""),i("span",{class:"paths"},t.rows?f(t.rows,"path"):""),i("span",{class:"size"},t.bytes?g(t.bytes):"",C([{kind:"\
command",share:t.bytes/this.largest}],g(t.bytes))),i("span",{class:"time"},n.seconds===null?"":N(n.seconds)))}pathsOf(t){
if(!this.paths){this.paths=new Map;let{model:e}=this.app;for(let n=0;n<e.rows;n++){let r=e.command[n];if(r<0)continue;let s=this.
paths.get(r);s?s.push(e.path(n)):this.paths.set(r,[e.path(n)])}}return this.paths.get(t)??[]}chosen(t,e){let n=this.items[t];
if(!n)return;let{model:r}=this.app;if("command"in n){let{command:s}=n,o=this.pathsOf(n.index),l=i("span",null);n.lines.slice(
0,12).forEach((c,h)=>p(l,h>0&&", ",j(this.app,c))),this.pane.show(`Command ${n.name}`,yt($(s.text)),A(["outcome",d(s.outcome)],
["took",s.seconds===null?null:N(s.seconds)],["began",s.begin>0&&F(s.begin,!0)],["in",i("code",null,d(s.cwd))],["as",d(s.
user)],["shell",s.shell&&d(s.shell)],["shown by",s.witness&&i("code",null,d(s.witness))],["recipe",n.fate&&{run:"runs",carried:"\
its files are copied instead",state:"sets up the shell","left out":"left out"}[n.fate]],["because",n.reason&&d(n.reason)],
["Dockerfile",n.lines.length>0&&l]),w(f(o.length,"changed path"),n.bytes?g(n.bytes):""),o.length>0&&i("p",null,M(this.app,
{command:n.index},"as a tree")),Z(this.app,o,It))}else{let s=r.data.snapshots[n.snapshot];this.pane.show(R(s),i("p",{class:"\
message"},$(s.message)),A(["made",F(s.created,!0)],["image",i("code",null,d(s.tag))],["id",i("code",null,d(s.id))],["not\
e",s.note&&$(s.note)],["changed by hand",s.instructions.length>0&&$(s.instructions.join(`
`))]),i("p",null,M(this.app,{snapshot:n.snapshot},"its changed paths")))}e&&this.pane.open()}print(){let{model:t}=this.app;
if(!t.ran.length)return null;let e=i("tbody"),n=-1;for(let s of t.ran.slice(0,vt)){s.snapshot!==n&&(n=s.snapshot,p(e,i("\
tr",{class:"snapshot-row"},i("th",{colspan:"5"},R(t.data.snapshots[n])))));let{command:o}=s;p(e,i("tr",null,i("td",null,
s.name),i("td",null,i("code",null,$(o.text))),i("td",null,o.status===0?"":d(o.outcome)),i("td",{class:"size"},s.rows?`${f(
s.rows,"path")}, ${g(s.bytes)}`:""),i("td",{class:"size"},o.seconds===null?"":N(o.seconds))))}let r=t.ran.length-vt;return i(
"section",null,i("h2",null,"Commands"),i("table",null,e),r>0&&i("p",null,`and ${f(r,"more command")}`))}};var Pt=200,Nt=200,J=class{constructor(t){this.app=t;let e=t.model.data.recipe,{instructions:n}=e.explanation;this.lines=
e.dockerfile.replace(/\n$/,"").split(`
`),this.owner=new Int32Array(this.lines.length).fill(-1),n.forEach((o,l)=>{for(let c=o.line-1,h=o.text.split(`
`).length;h-- >0&&c<this.lines.length;c++)this.owner[c]=l});for(let o=this.lines.length-2;o>=0;o--)this.owner[o]<0&&this.
lines[o].startsWith("#")&&(this.owner[o]=this.owner[o+1]);this.sizes=n.map(o=>o.paths.reduce((l,c)=>l+Math.max(0,t.model.
bytes[t.model.last[c]]??0),0)),this.largest=Math.max(1,...this.sizes),this.list=new E({label:"Lines of the Dockerfile",row:o=>this.
row(o),chosen:(o,l)=>this.chosen(o,l),pointed:o=>this.pointed(o)}),this.list.element.classList.add("dockerfile");let r=i(
"span",{class:"told"},d(e.account)),s=i("b",null,"Dockerfile");p(this.element,i("div",{class:"main"},I(s,H(()=>e.dockerfile,
"Copy the Dockerfile"),r),...e.warnings.map(o=>i("p",{class:"warning"},d(o))),this.list.element),this.pane.element),this.
list.show(this.lines.length)}app;id="dockerfile";title="Dockerfile";count=null;element=i("div",{class:"view split"});pane=new T(
"Point at a line to see the commands and paths that it stands for; choose it to keep them.");lines;owner;sizes;list;largest;pinned=-1;current=-1;show(t){
this.list.draw();let e=Number(new URLSearchParams(t).get("line")??"0");e<1||e>this.lines.length||(this.list.select(e-1),
this.chosen(e-1,"click"))}row(t){let e=this.owner[t],n=e>=0&&this.instruction(e).line===t+1,r=n?this.sizes[e]:0,s=e>=0&&
e===this.current;return i("div",{class:`line${s?" current":""}${n?" first":""}`},i("span",{class:"number"},String(t+1)),
i("span",{class:"weight"},n&&r?C([{kind:"command",share:r/this.largest}],g(r)):null,n&&r?g(r):""),Rt(this.lines[t],n))}instruction(t){
return this.app.model.data.recipe.explanation.instructions[t]}pointed(t){let e=t<0?this.pinned:this.owner[t];e>=0&&e!==this.
current&&this.details(e)}chosen(t,e){let n=this.owner[t];this.pinned=n,!(n<0)&&(this.details(n),e!=="move"&&this.pane.open())}details(t){
this.current=t;let e=this.instruction(t),{model:n}=this.app,r=i("ul",{class:"short"});for(let o of e.commands.slice(0,Nt)){
let l=n.ranOf(o);l&&p(r,i("li",null,B(this.app,l)))}let s=e.text.split(`
`).length;this.pane.show(s>1?`Lines ${e.line} to ${e.line+s-1}`:`Line ${e.line}`,A(["reason",e.reason&&d(e.reason)]),e.commands.
length>0&&w(f(e.commands.length,"command")),e.commands.length>0&&r,w(`${e.paths.length?f(e.paths.length,"path"):"no path"}`,
this.sizes[t]?g(this.sizes[t]):""),e.paths.length>0&&i("p",null,M(this.app,{instruction:t},"as a tree")),Z(this.app,e.paths,
Pt)),this.list.draw()}print(){return i("section",null,i("h2",null,"Dockerfile"),i("pre",{class:"printed"},$(this.app.model.
data.recipe.dockerfile)))}};function Rt(a,t){let e=i("code",{class:"text"});if(a.startsWith("#"))return p(e,i("span",{class:"\
comment"},lt(a))),e;let n=a,r=t?/^[A-Z]+(?= )/.exec(a):null;r&&(p(e,i("span",{class:"keyword"},r[0])),n=a.slice(r[0].length));
for(let s of n.split(new RegExp(`("(?:[^"\\\\]|\\\\.)*"|'[^']*'|(?:^|(?<=\\s))--?[a-zA-Z][\\w-]*|\\s&&\\s|\\\\$)`))){if(!s)
continue;let o=/^["']/.test(s)?"string":s.startsWith("-")&&s.length>1?"option":s.trim()==="&&"||s==="\\"?"join":null;p(e,
o?i("span",{class:o},lt(s)):lt(s))}return e}function lt(a){return a.split("	").map(d).join("	")}var zt=48,X=class{constructor(t){this.model=t;let e=new Map([["",0],["/",0]]);this.nodeOf=new Int32Array(t.data.paths.length),
t.data.paths.forEach((n,r)=>{let s=this.ensure(n,e);this.paths[s]=r,this.nodeOf[r]=s})}model;names=[""];parents=[-1];children=[
[]];paths=[-1];nodeOf;counts=new Int32Array(0);sums=new Float64Array(0);rows=new Int32Array(0);open=new Set;bySize=!1;ensure(t,e){
let n=e.get(t);if(n!==void 0)return n;let r=t.lastIndexOf("/"),s=r<0?0:this.ensure(t.slice(0,r),e),o=this.names.length;return this.
names.push(t.slice(r+1)),this.parents.push(s),this.children.push(xt),this.paths.push(-1),this.children[s]===xt?this.children[s]=
[o]:this.children[s].push(o),e.set(t,o),o}show(t,e=!1){this.rows=t,this.counts=new Int32Array(this.names.length),this.sums=
new Float64Array(this.names.length);for(let n=this.names.length-1;n>=0;n--){let r=this.row(n);r>=0&&(this.counts[n]++,this.
sums[n]+=this.model.change(r)==="deleted"?0:this.model.size(r));let s=this.parents[n];s>=0&&(this.counts[s]+=this.counts[n],
this.sums[s]+=this.sums[n])}e||this.openFirst()}row(t){let e=this.paths[t];return e<0?-1:this.rows[e]}path(t){return this.
paths[t]}count(t){return this.counts[t]}sum(t){return this.sums[t]}text(t){let e=[];for(let n=t;n>0;n=this.parents[n])e.
push(this.names[n]);return`/${e.reverse().join("/")}`}below(t){let e=this.children[t].filter(n=>this.counts[n]>0);return this.
bySize&&e.sort((n,r)=>this.sums[r]-this.sums[n]),e}chained(t){let e=t;for(;;){if(this.row(e)>=0)return e;let n=this.below(
e);if(n.length!==1||!this.below(n[0]).length)return e;e=n[0]}}openFirst(){this.open=new Set([0]);let t=this.below(0).map(
n=>this.chained(n)),e=t.length;for(;t.length;){let n=[];for(let r of t){let s=this.below(r).map(o=>this.chained(o));!s.length||
e+s.length>zt||(this.open.add(r),e+=s.length,n.push(...s))}t=n}}toggle(t,e=!this.open.has(t)){e?this.open.add(t):this.open.
delete(t)}openAll(t=0){let e=[t];for(;e.length;){let n=e.pop(),r=this.below(n);r.length&&this.open.add(n);for(let s of r)
e.push(s)}}closeAll(){this.open=new Set([0])}reveal(t){let e=this.nodeOf[t];for(let n=this.parents[e];n>=0;n=this.parents[n])
this.open.add(n);return e}lines(){let t=[],e=[],n=(r,s)=>{let o=this.below(r);for(let l=o.length-1;l>=0;l--)e.push({node:o[l],
depth:s})};for(n(0,0),this.row(0)>=0&&t.push({node:0,depth:0,label:"/",isFolder:!1,isOpen:!1});e.length;){let{node:r,depth:s}=e.
pop(),o=this.chained(r),l=this.names[o];for(let u=o;u!==r;)u=this.parents[u],l=`${this.names[u]}/${l}`;let c=this.below(
o).length>0,h=c&&this.open.has(o);t.push({node:o,depth:s,label:s?l:`/${l}`,isFolder:c,isOpen:h}),h&&n(o,s+1)}return t}matches(t=0){
let e=[],n=[t];for(;n.length;){let r=n.pop();this.row(r)>=0&&e.push(this.paths[r]);let s=this.children[r];for(let o=s.length-
1;o>=0;o--)this.counts[s[o]]&&n.push(s[o])}return e}},xt=[];var Lt={added:"A",changed:"M",deleted:"D"},Mt=3e3,Bt=2e3,tt=class{constructor(t){this.app=t;let{model:e}=t;this.count=e.
final.length,this.tree=new X(e),this.list=new E({label:"Changed paths",role:"tree",row:o=>this.row(this.lines[o]),chosen:(o,l)=>this.
chosen(o,l),key:(o,l)=>this.key(o,l)}),this.list.element.classList.add("files"),this.field=D("Search paths  /",o=>this.narrow(
{text:o})),this.change=q("What happened",[["","any change"],["added","added"],["changed","changed"],["deleted","deleted"]],
o=>this.narrow({change:o}));let n=x.map(o=>[o,O[o]]);this.cause=q("What explains it",[["","any cause"],...n,["secret","w\
ithheld as a secret"]],o=>this.narrow({cause:o})),this.package=i("input",{list:"packages",placeholder:"package","aria-la\
bel":"Package",spellcheck:"false",autocomplete:"off",class:"package"}),this.package.addEventListener("change",()=>this.narrow(
{package:this.package.value}));let r=i("button",{type:"button","aria-pressed":"false",title:"Largest first"},"By size");
r.addEventListener("click",()=>{this.tree.bySize=!this.tree.bySize,r.setAttribute("aria-pressed",String(this.tree.bySize)),
this.draw()});let s=Dt(e);p(this.element,i("div",{class:"main"},I(this.field,this.change,this.cause,s.length?this.package:
null,r,i("button",{type:"button",click:()=>this.openAll()},"Unfold all"),i("button",{type:"button",click:()=>this.closeAll()},
"Fold all"),H(()=>this.pathsText(),"Copy the paths that are shown, one a line"),this.told),this.chips,this.list.element),
this.pane.element,i("datalist",{id:"packages"},...s.slice(0,Bt).map(o=>i("option",{value:o}))))}app;id="files";title="Fi\
les";count;element=i("div",{class:"view split"});pane=new T("Choose a path to see what it is, what explains it and which\
 line of the Dockerfile makes it.");tree;list;field;change;cause;package;chips=i("div",{class:"chips"});told=i("span",{class:"\
told",role:"status"});filter={...P};lines=[];shownQuery=null;show(t){let e=Number(new URLSearchParams(t).get("at")??"-1"),
n=e>=0&&e<this.app.model.data.paths.length?e:-1;if(n>=0){(this.shownQuery===null||this.tree.row(this.tree.reveal(n))<0)&&
this.apply(this.filterOf(n));let r=this.tree.reveal(n);this.draw();let s=this.lines.findIndex(o=>o.node===r);s>=0&&(this.
list.select(s),this.details(this.lines[s]),this.pane.open());return}t!==this.shownQuery?(this.shownQuery=t,this.apply(gt(
t))):this.list.draw()}search(){return this.field.focus(),this.field.select(),!0}filterOf(t){let{model:e}=this.app;return e.
net(t)?P:{...P,snapshot:e.snapshot(e.last[t])??-1}}narrow(t){let e={...this.filter,...t};this.shownQuery=W(e),this.app.requery(
this.shownQuery),this.apply(e)}apply(t){this.filter=t,this.shownQuery=W(t),document.activeElement!==this.field&&(this.field.
value=t.text),this.change.value=t.change,this.cause.value=t.cause,this.package.value=t.package,this.tree.show(ft(this.app.
model,t)),this.chips.replaceChildren(...this.chipsOf(t)),this.pane.clear(),this.list.element.scrollTop=0,this.draw();let e=this.
tree.count(0),n=g(this.tree.sum(0));this.told.textContent=e===this.count?`${f(e,"path")}, ${n}`:`${b(e)} of ${f(this.count,
"path")}, ${n}`}chipsOf(t){let{model:e}=this.app,n=(l,c)=>i("button",{type:"button",class:"chip",title:"Show the others \
too",click:()=>this.narrow(c)},l,i("span",{"aria-hidden":"true"}," \xD7")),r=[];t.snapshot>=0&&r.push(n(`of ${e.snapshotName(
t.snapshot)}`,{snapshot:-1}));let s=e.ran[t.command];s&&r.push(n(`of command ${s.name}: ${L(s.command.text).slice(0,60)}`,
{command:-1}));let o=e.data.recipe?.explanation.instructions[t.instruction];return o&&r.push(n(`of line ${o.line} of the\
 Dockerfile`,{instruction:-1})),t.package&&r.push(n(`of package ${d(t.package)}`,{package:""})),r}draw(){let t=this.lines[this.
list.current]?.node;this.lines=this.tree.lines(),this.list.show(this.lines.length,t===void 0?-1:this.lines.findIndex(e=>e.
node===t))}openAll(){this.tree.openAll(),this.draw()}closeAll(){this.tree.closeAll(),this.draw()}pathsText(){let t=this.
tree.matches().map(e=>U(this.app.model.name(e)));return rt(`copied ${f(t.length,"path")}`),t.join(`
`)+`
`}row(t){let{model:e}=this.app,n=this.tree.row(t.node),r=d(t.label),s=this.filter.text.toLowerCase().split(/\s+/).filter(
Boolean),o=i("span",{class:t.isFolder?"name folder":"name",title:d(this.tree.text(t.node))},i("span",{class:"fold","aria\
-hidden":"true"},t.isFolder?t.isOpen?"\u25BE":"\u25B8":""),z(r,s[0]??""),t.isFolder?"/":"");o.style.paddingLeft=`${t.depth*
14}px`;let l=n<0?null:this.netOf(n),c=i("div",{class:`file ${l??""}`,role:"treeitem","aria-level":String(t.depth+1),"ari\
a-expanded":t.isFolder?String(t.isOpen):null}),h=this.tree.count(t.node)-(n<0?0:1);return p(c,i("span",{class:"mark",title:l??
""},l?Lt[l]:""),o,i("span",{class:"inside"},t.isFolder&&h>0?f(h,"path"):""),i("span",{class:"size"},t.isFolder||n>=0&&e.
kind(n)==="file"?g(this.tree.sum(t.node)):""),n<0?i("span",{class:"by"}):i("span",{class:`by ${e.secret(n)?"secret":e.cause(
n)}`,title:d(this.byText(n))},i("i"),d(this.byText(n)))),c}netOf(t){let{model:e}=this.app;return(this.filter.snapshot>=0||
this.filter.command>=0?null:e.net(e.path(t)))??e.change(t)}byText(t){let{model:e}=this.app,n=e.ran[e.command[t]],r=e.by(
t);return e.secret(t)?`withheld: ${e.secret(t)}`:e.cause(t)==="volatile"?`volatile: ${e.volatile(t)}`:e.cause(t)==="comm\
and"&&n?`${n.name}  ${L(n.command.text)}`:r}key(t,e){let n=this.lines[e];if(!n)return!1;if(t.key==="ArrowRight"&&n.isFolder)
n.isOpen?this.list.select(e+1,"move"):this.toggle(n,!0);else if(t.key==="ArrowLeft")if(n.isOpen)this.toggle(n,!1);else{let r=e;
for(;r>0&&this.lines[r].depth>=n.depth;)r--;this.lines[r].depth<n.depth&&this.list.select(r,"move")}else if(t.key==="*")
this.tree.openAll(n.node),this.draw();else if(t.key==="c")it(U(this.tree.text(n.node)));else return!1;return!0}toggle(t,e){
this.tree.toggle(t.node,e),this.draw()}chosen(t,e){let n=this.lines[t],r=n.isFolder&&this.tree.row(n.node)<0;n.isFolder&&
e!=="move"&&this.toggle(n),this.details(n),e!=="move"&&!r&&!n.isFolder&&this.pane.open()}details(t){let{model:e}=this.app,
n=this.tree.text(t.node),r=this.tree.row(t.node),s=i("span",{class:"path"},d(n)),o=i("p",{class:"actions"},H(()=>U(n),"C\
opy the path"));if(t.isFolder){let v=A(["below it",f(this.tree.count(t.node)-(r<0?0:1),"changed path")],["size",g(this.tree.
sum(t.node))]);if(r<0){this.pane.show(s,o,v,i("p",null,S("only these",()=>this.narrow({text:n}))));return}o.append(S("on\
ly what is below",()=>this.narrow({text:n})))}let l=e.path(r),c=e.net(l),h=e.last[l],u=this.firstRow(l),m=e.data.recipe?.
explanation.instructions[e.instruction[l]],y=m?null:this.reason(l);this.pane.show(s,o,A(["change",c??"none in the end: i\
t was there for a time"],["kind",e.kind(r)],["moved from",e.movedFrom(r)&&i("code",null,d(e.movedFrom(r)))],["explained",
d(this.byText(h))],["Dockerfile",m?j(this.app,m.line):y&&d(y)]),Vt(e.before(u),e.change(h)==="deleted"?null:e.entry(h)),
e.diff(r)?Wt(e.diff(r)):null,this.history(l))}firstRow(t){let e=this.app.model.last[t];for(;this.app.model.earlier[e]>=0;)
e=this.app.model.earlier[e];return e}reason(t){let e=this.app.model.data.recipe?.explanation;for(let[n,r]of[...e?.rest??
[],...e?.volatile??[]])if(r.includes(t))return`none: ${n}`;return null}history(t){let{model:e}=this.app,n=i("ol",{class:"\
history"}),r=[];for(let s=e.last[t];s>=0;s=e.earlier[s])r.unshift(s);for(let s of r){let o=e.ran[e.command[s]];p(n,i("li",
null,i("span",null,`${e.change(s)} in ${e.snapshotName(e.snapshot(s))}, `),i("span",{class:"note"},d(e.cause(s)==="volat\
ile"?`volatile: ${e.volatile(s)}`:e.by(s))),o?B(this.app,o):null))}return i("div",null,w("How it came there"),n)}print(){
let{model:t}=this.app;if(!t.final.length)return null;let e=i("tbody");for(let r of t.final.slice(0,Mt)){let s=t.last[r],
o=t.net(r);p(e,i("tr",null,i("td",null,Lt[o]),i("td",{class:"path"},d(t.name(r))),i("td",{class:"size"},t.kind(s)==="fil\
e"?g(t.size(s)):""),i("td",null,d(this.byText(s)))))}let n=t.final.length-Mt;return i("section",null,i("h2",null,"Files"),
i("table",null,e),n>0&&i("p",null,`and ${f(n,"more path")}`))}};function Dt(a){let t=new Set;for(let e=0;e<a.rows;e++){let n=a.
package(e);n&&t.add(n)}return[...t].sort()}function Vt(a,t){let e=[["mode",r=>`${bt(r.kind,r.mode)}  ${r.mode.toString(8).
padStart(4,"0")}`],["owner",r=>`${r.uid}:${r.gid}`],["size",r=>r.kind==="file"?`${g(r.size)}${r.size>=1e3?` (${b(r.size)}\
)`:""}`:""],["sha256",r=>r.digest],["link to",r=>d(r.link)]],n=i("tbody");for(let[r,s]of e){let o=a?s(a):"",l=t?s(t):"";
if(!o&&!l)continue;let c=a&&t&&o===l;p(n,i("tr",null,i("th",{scope:"row"},r),c||!a||!t?i("td",{colspan:"2"},l||o):null,!c&&
a&&t?i("td",{class:"old"},o):null,!c&&a&&t?i("td",{class:"new"},l):null))}return i("table",{class:"states"},n)}function Wt(a){
let t=i("pre",{class:"diff"});for(let e of a.split(`
`))p(t,i("span",{class:e.startsWith("+")?"plus":e.startsWith("-")?"minus":e.startsWith("@@")?"hunk":null},$(e)),`
`);return i("div",null,w("Lines"),t)}function ct(a,t){let e=a.reduce((l,c)=>l+c,0),n=[];if(!e)return a.map(()=>({...t,width:0,height:0}));let r=t.width*t.height/
e,s={...t},o=0;for(;o<a.length;){let l=Math.min(s.width,s.height),c=o+1,h=a[o]*r,u=Et(l,h,a[o]*r,a[o]*r);for(;c<a.length;){
let m=h+a[c]*r,y=Et(l,m,a[o]*r,a[c]*r);if(y>u)break;[u,h,c]=[y,m,c+1]}s=qt(a.slice(o,c).map(m=>m*r),h,s,n),o=c}return n}
function Et(a,t,e,n){return!n||!t?1/0:Math.max(a*a*e/(t*t),t*t/(a*a*n))}function qt(a,t,e,n){let r=e.width<e.height,s=r?
e.width:e.height,o=s?t/s:0,l=r?e.x:e.y;for(let c of a){let h=o?c/o:0;n.push(r?{x:l,y:e.y,width:h,height:o}:{x:e.x,y:l,width:o,
height:h}),l+=h}return r?{...e,y:e.y+o,height:Math.max(0,e.height-o)}:{...e,x:e.x+o,width:Math.max(0,e.width-o)}}var _t=60,$t=28,ht=22,et=class{constructor(t){this.app=t;let{model:e}=t,n=Ut(e);this.places=e.data.snapshots.map((r,s)=>s),
n.has(null)&&this.places.push(null),this.sums=this.places.map(r=>n.get(r)??St()),p(this.element,this.headline(),i("secti\
on",null,w("What explains the changed paths"),this.accounts()),i("section",null,w(e.data.page==="report"?"Snapshots":"Sn\
apshots between the two states"),this.line()),e.totalBytes>0&&i("section",null,w("Bytes by snapshot and cause",`${g(e.totalBytes)}\
 written`),Qt(),this.treemap()),this.config())}app;id="overview";title="Overview";count=null;element=i("div",{class:"vie\
w overview"});sums;places;show(){}print(){return this.element.cloneNode(!0)}headline(){let{model:t}=this.app,{data:e}=t,
n=this.sums.reduce((l,c)=>l+c.bytes,0),r=t.ran.reduce((l,c)=>l+(c.command.seconds??0),0),s=(l,c,h)=>i("button",{type:"bu\
tton",class:"card",click:()=>this.app.go(h)},i("b",null,l),i("span",null,c)),o=(l,c)=>f(l,c).slice(b(l).length+1);return i(
"div",{class:"headline"},dt(this.app),i("div",{class:"cards"},s(b(e.snapshots.length),o(e.snapshots.length,"snapshot"),"\
overview"),s(b(t.ran.length),`${o(t.ran.length,"command")}, ${N(r)}`,"commands"),s(b(t.final.length),`changed ${o(t.final.
length,"path")}`,"files"),s(g(n),"written to layers","files")))}accounts(){let{model:t}=this.app,e=x.map(()=>0),n=x.map(
()=>0),r=0;for(let h of t.final){let u=t.last[h];e[t.causes[u]]++,n[t.causes[u]]+=t.bytes[u],t.secret(u)&&r++}let s=Math.
max(1,t.final.length),o=x.map((h,u)=>({cause:h,number:e[u],size:n[u]})).filter(h=>h.number),l=i("div",{class:"accounts"},
C(o.map(({cause:h,number:u})=>({kind:h,share:u/s,title:`${O[h]}: ${f(u,"path")}`})),o.map(({cause:h,number:u})=>`${f(u,"\
path")} ${O[h]}`).join(", "))),c=i("div",{class:"keys"});for(let{cause:h,number:u,size:m}of o){let y=M(this.app,{cause:h},
"");p(y,i("i",{class:h}),i("span",null,O[h]),i("b",null,b(u)),i("span",{class:"note"},g(m))),y.className="key",c.append(
y)}if(r){let h=M(this.app,{cause:"secret"},"");p(h,i("i",{class:"secret"}),i("span",null,"of them withheld as secrets"),
i("b",null,b(r))),h.className="key",c.append(h)}return o.length||c.append("nothing differs"),l.append(c),l}line(){let t=Math.
max(1,...this.sums.map(s=>s.bytes)),{snapshots:e}=this.app.model.data,n=s=>{let o=this.places[s];return this.stop(o===null?
null:e[o],o,s,t)};if(this.places.length>_t){let s=new E({label:"Snapshots",row:n});return s.element.classList.add("stops"),
s.show(this.places.length),s.element}let r=i("div",{class:"stop base"},i("span",{class:"dot"}),i("span",{class:"what"},i(
"b",null,d(this.app.model.data.from==="base"?this.app.model.data.base:this.app.model.data.from))));return i("div",{class:"\
stops"},r,...this.places.map((s,o)=>n(o)))}stop(t,e,n,r){let s=this.sums[n],o=n>0?this.app.model.data.snapshots[this.places[n-
1]??-1]:void 0,l=t&&o&&t.created>o.created?` \xB7 ${N(t.created-o.created)} later`:"",c={snapshot:e??-1},h=i("span",{class:"\
track"},C(x.map((y,v)=>({kind:y,share:s.byCause[v]/Math.max(1,s.bytes),title:`${O[y]}: ${g(s.byCause[v])}`})),`${g(s.bytes)}\
 written`));h.firstChild.style.width=`${Math.max(s.bytes?1.5:0,s.bytes/r*100)}%`;let u=t?.commands.length??0,m=this.app.
model.ran.findIndex(y=>y.snapshot===e);return i("div",{class:"stop"},i("span",{class:"dot"}),i("span",{class:"what"},i("\
b",null,t?R(t):"not committed yet"),t&&i("span",{class:"note"},`${F(t.created)}${l}`)),i("span",{class:"counts"},u>0&&S(
f(u,"command"),()=>this.app.go("commands",`at=${m}`)),e===null?null:M(this.app,c,Kt(s))),h,i("span",{class:"size"},g(s.bytes)))}treemap(){
let t=i("div",{class:"treemap"}),e=0;return new ResizeObserver(()=>{Math.abs(t.clientWidth-e)<2||(e=t.clientWidth,this.layTreemap(
t))}).observe(t),t}layTreemap(t){let e=this.sums.map((o,l)=>l).filter(o=>this.sums[o].bytes>0);e.sort((o,l)=>this.sums[l].
bytes-this.sums[o].bytes);let n=e.slice(0,40),r={x:0,y:0,width:t.clientWidth,height:t.clientHeight},s=ct(n.map(o=>this.sums[o].
bytes),r);t.replaceChildren(...n.flatMap((o,l)=>{let c=s[l];if(c.width<3||c.height<3)return[];let h=i("div",{class:"grou\
p"});Tt(h,c,r);let u=c.height>3*ht&&c.width>60,m=this.app.model.data.snapshots[this.places[o]??-1];u&&h.append(i("span",
{class:"title"},m?R(m):"not committed yet",i("span",{class:"note"},g(this.sums[o].bytes))));let y={x:1,y:u?ht:1,width:c.
width-4,height:c.height-(u?ht:1)-3};return h.append(...this.cells(this.sums[o],this.places[o],y,c)),[h]}))}cells(t,e,n,r){
let s=[...t.cells.values()].filter(h=>h.bytes>0).sort((h,u)=>u.bytes-h.bytes),o=s.slice($t),l=s.slice(0,$t);if(o.length){
let h=u=>o.reduce((m,y)=>m+y[u],0);l.push({cause:o[0].cause,label:`${b(o.length)} more`,query:{},bytes:h("bytes"),paths:h(
"paths")}),l.sort((u,m)=>m.bytes-u.bytes)}let c=ct(l.map(h=>h.bytes),n);return l.map((h,u)=>{let m=c[u],y=`${h.label}: ${g(
h.bytes)} in ${f(h.paths,"path")}`,v=M(this.app,{...h.query,snapshot:e??-1},"");return v.className=`cell ${h.cause}`,v.title=
y,v.setAttribute("aria-label",y),m.width>44&&m.height>17&&(p(v,i("span",null,h.label)),m.height>34&&p(v,i("span",{class:"\
note"},g(h.bytes)))),Tt(v,m,r),v})}config(){let{config:t}=this.app.model.data;if(!t.length)return null;let e=i("tbody");
for(let s of t)p(e,i("tr",null,i("th",{scope:"row"},s.instruction,s.name?` ${d(s.name)}`:""),i("td",{class:"old"},s.old===
null?"not set":i("code",null,d(s.old))),i("td",{class:"new"},s.new===null?"not set":i("code",null,d(s.new)))));let{from:n,
to:r}=this.app.model.data;return i("section",null,w("Configuration of the image"),i("div",{class:"wide"},i("table",null,
i("thead",null,i("tr",null,i("th",null,""),i("th",null,n),i("th",null,r))),e)))}};function dt(a){let{data:t}=a.model;if(t.
page==="diff")return i("p",{class:"verdict"},i("b",null,`${t.from} \u2192 ${t.to}`),i("span",{class:"note"},`of ${d(t.workspace)}`));
let e=t.snapshots.at(-1),n=e?.proof;if(!n)return i("p",{class:"verdict unproven"},i("b",null,"not proven"),i("span",null,
`The Dockerfile is a draft: \u201Csnap verify\u201D builds it and compares the result with snapshot ${e?.seq??""}.`));let r=n.
verdict.startsWith("equal")?n.verdict==="equal"?"equal":"nearly":n.verdict,s=i("p",{class:`verdict ${r}`},i("b",null,n.verdict),
i("span",null,L(n.summary)));return p(s,S("the proof",()=>a.go("proof"))),s}function Kt(a){return`+${b(a.added)} ~${b(a.
changed)} \u2212${b(a.deleted)}`}function St(){return{added:0,changed:0,deleted:0,bytes:0,byCause:x.map(()=>0),cells:new Map}}
function Ut(a){let t=new Map;for(let e=0;e<a.rows;e++){let n=a.snapshot(e),r=t.get(n);r||t.set(n,r=St()),r[a.change(e)]++;
let s=a.bytes[e];if(r.bytes+=s,r.byCause[a.causes[e]]+=s,!s)continue;let o=jt(a,e,r.cells);o.bytes+=s,o.paths++}return t}
function jt(a,t,e){let n=a.cause(t),r=n==="package"?a.package(t):"",s=n==="command"?a.command[t]:-1,o=`${n} ${r} ${s}`,l=e.
get(o);if(l)return l;let c=a.ran[s],h=r?d(r):c?L(c.command.text):O[n],m={cause:n,label:h,query:r?{package:r}:c?{command:s}:
{cause:n},bytes:0,paths:0};return e.set(o,m),m}function Tt(a,t,e){a.style.left=`${t.x/e.width*100}%`,a.style.top=`${t.y/
e.height*100}%`,a.style.width=`${Math.max(0,t.width)/e.width*100}%`,a.style.height=`${Math.max(0,t.height)/e.height*100}\
%`}function Qt(){return i("div",{class:"legend"},...x.map(a=>i("span",null,i("i",{class:a}),O[a])))}var nt=class{constructor(t){this.app=t;this.all=Zt(t),this.count=this.all.length,this.largest=Math.max(1,...this.all.map(
n=>n.bytes)),this.list=new E({label:"Packages",row:n=>this.row(this.rows[n]),chosen:(n,r)=>this.chosen(n,r!=="move")}),this.
list.element.classList.add("packages"),this.field=D("Search packages  /",()=>this.filter());let e=t.model.data.packages===
null?i("p",{class:"warning"},"The databases of packages could not be read: these are the packages that own changed paths\
."):null;p(this.element,i("div",{class:"main"},I(this.field,this.told),e,this.list.element),this.pane.element),this.filter()}app;id="\
packages";title="Packages";count;element=i("div",{class:"view split"});pane=new T("Choose a package to see which command\
 brought it and its files.");all;rows=[];list;field;told=i("span",{class:"told",role:"status"});largest;show(){this.list.
draw()}search(){return this.field.focus(),!0}get text(){return this.field.value.trim().toLowerCase()}filter(){this.rows=
this.all.filter(t=>!this.text||t.name.toLowerCase().includes(this.text)),this.told.textContent=`${f(this.rows.length,"pa\
ckage")}, ${g(this.rows.reduce((t,e)=>t+e.bytes,0))}`,this.list.show(this.rows.length),this.pane.clear()}row(t){return i(
"div",{class:`package-row ${t.change}`},i("span",{class:"mark",title:t.change},{added:"A",changed:"M",removed:"D"}[t.change]??
""),i("span",{class:"name"},z(d(t.name),this.text)),i("span",{class:"version"},t.old?`${d(t.old)} \u2192 `:"",d(t.version)),
i("span",{class:"fate"},t.automatic?"as a dependency":""),i("span",{class:"paths"},t.paths?f(t.paths,"path"):""),i("span",
{class:"size"},t.bytes?g(t.bytes):"",C([{kind:"package",share:t.bytes/this.largest}],g(t.bytes))))}chosen(t,e){let n=this.
rows[t],r=i("ul",{class:"short"});for(let s of n.commands){let o=this.app.model.ran[s];o&&p(r,i("li",null,B(this.app,o)))}
this.pane.show(d(n.name),A(["change",n.change],["version",d(n.version)],["before",n.old&&d(n.old)],["installed",n.automatic===
null?null:n.automatic?"because another package needs it":"by name"],["paths",n.paths>0&&b(n.paths)],["size",g(n.bytes)]),
n.label?i("p",null,M(this.app,{package:n.label},"its files")):null,r),e&&this.pane.open()}print(){if(!this.all.length)return null;
let t=i("tbody");for(let e of this.all)p(t,i("tr",null,i("td",null,e.change),i("td",null,d(e.name)),i("td",null,e.old?`${d(
e.old)} \u2192 `:"",d(e.version)),i("td",{class:"size"},e.bytes?g(e.bytes):"")));return i("section",null,i("h2",null,"Pa\
ckages"),i("table",null,t))}};function Zt(a){let{model:t}=a,e=new Map;for(let n of t.final){let r=t.last[n],s=t.package(
r);if(!s)continue;let o=e.get(s);if(!o){let l=s.lastIndexOf(" ");o={name:s.slice(0,l<0?void 0:l),version:l<0?"":s.slice(
l+1),old:"",change:"",automatic:null,label:s,paths:0,bytes:0,commands:new Set},e.set(s,o)}o.paths++,o.bytes+=t.bytes[r],
t.command[r]>=0&&o.commands.add(t.command[r])}for(let n of t.data.packages??[]){let r=`${n.name} ${n.new??n.old??""}`,s=e.
get(r);s||e.set(r,s={name:n.name,version:n.new??n.old??"",old:"",change:"",automatic:null,label:"",paths:0,bytes:0,commands:new Set}),
Object.assign(s,{change:n.change,automatic:n.automatic,old:n.change==="changed"?n.old??"":""})}return[...e.values()].sort(
(n,r)=>r.bytes-n.bytes||(n.name<r.name?-1:1))}var V=500,st=class{constructor(t){this.app=t;let{data:e}=t.model;this.byName=new Map(e.paths.map((l,c)=>[l,c]));let n=e.
recipe,r=e.snapshots.at(-1)?.proof??null,s=r?r.withheld_files:n.withheld_files,{explanation:o}=n;p(this.element,dt(t),r&&
this.names("Differences",r.differences,"The rebuilt image has no other difference.",l=>this.difference(l)),s.length>0&&i(
"section",null,w("Withheld",f(s.length,"file")),G(s.length,V,l=>{let c=s[l];return i("div",{class:"entry"},this.path(c.path),
i("span",{class:"note"},d(c.reason)),c.option?i("span",{class:"option"},i("code",null,d(c.option)),H(()=>c.option,"Copy \
the option that includes it")):null)},`and ${b(s.length-V)} more`)),r&&r.made_anew.length>0&&this.names("Made anew by a \
step, compared by form",r.made_anew,"",l=>this.path(l)),i("section",null,w("What the recipe does with each path"),Gt(n.counts)),
this.reasons("Paths that a rebuild cannot be expected to reproduce",o.volatile),this.reasons("Paths without an instructi\
on",o.rest),n.notes.length>0&&i("section",null,w("Notes"),i("ul",null,...n.notes.map(l=>i("li",null,d(l))))),n.pinned.length>
0&&i("section",null,w("Pinned versions"),i("p",{class:"names"},...n.pinned.map(l=>i("code",null,d(l))))))}app;id="proof";title="\
Proof";count=null;element=i("div",{class:"view text"});byName;show(){}print(){return i("section",null,i("h2",null,"Proof"),
this.element.cloneNode(!0))}names(t,e,n,r){return i("section",null,w(t,e.length?b(e.length):""),e.length?G(e.length,V,s=>r(
e[s]),`and ${b(e.length-V)} more`):i("p",{class:"note"},n))}path(t){let e=this.byName.get(t);return e===void 0?i("code",
null,d(t)):Q(this.app,e)}difference(t){let e=t.indexOf(": ");return!t.startsWith("/")||e<0?i("div",{class:"entry"},d(t)):
i("div",{class:"entry"},this.path(t.slice(0,e)),i("span",{class:"note"},d(t.slice(e+2))))}reasons(t,e){if(!e.length)return null;
let n=[...e].sort((r,s)=>s[1].length-r[1].length);return i("section",null,w(t,f(e.reduce((r,s)=>r+s[1].length,0),"path")),
...n.map(([r,s])=>{let o=i("details",null,i("summary",null,d(r),i("span",{class:"note"},f(s.length,"path"))));return o.addEventListener(
"toggle",()=>{o.open&&o.children.length<2&&p(o,G(s.length,V,l=>Q(this.app,s[l]),`and ${b(s.length-V)} more`))}),o}))}};function Gt(a){
let t=i("dl",{class:"facts"});for(let[e,n]of Object.entries(a))n&&p(t,i("dt",null,e.replaceAll("_"," ")),i("dd",null,b(n)));
return t}var pt=["auto","light","dark"],Yt=[["1 \u2026 6","go to a view"],["/","search"],["\u2191 \u2193  j k","move in a list; P\
age Up and Down, Home and End too"],["Enter","open, fold or unfold"],["\u2190 \u2192","fold and unfold a folder"],["*","\
unfold all below a folder"],["c","copy the path"],["Esc","close the details"],["?","this list"]],ut=class{constructor(t,e){
this.place=e;this.model=new _(t);let n=[["overview","Overview",null,()=>new et(this)],["commands","Commands",this.model.
ran.length,this.model.ran.length?()=>new Y(this):null],["files","Files",this.model.final.length,()=>new tt(this)],["dock\
erfile","Dockerfile",null,t.recipe?()=>new J(this):null],["proof","Proof",null,t.recipe?()=>new st(this):null],["package\
s","Packages",null,()=>new nt(this)]];for(let[r,s,o,l]of n)l&&this.addTab(r,s,o,l);this.build()}place;model;views=new Map;tabs=new Map;content=i(
"main",{id:"content"});help=i("dialog",{"aria-label":"Keys"});current="";makers=new Map;addTab(t,e,n,r){this.makers.set(
t,r);let s=n===null?e:`${e} `,o=i("a",{href:`#${t}`,role:"tab",id:`tab-${t}`,"aria-controls":"content","aria-selected":"\
false"},s,n===null?null:i("span",{class:"count"},new Intl.NumberFormat("en",{notation:"compact"}).format(n)));this.tabs.
set(t,o)}build(){let{data:t}=this.model,e=i("button",{type:"button",class:"theme",title:"Light, dark, or as the system",
"aria-label":"Colours"}),n=s=>{document.documentElement.dataset.theme=s,e.textContent={auto:"\u25D0",light:"\u2600",dark:"\
\u263E"}[s]??"",e.setAttribute("aria-label",`Colours: ${s}`)};n(Xt("theme")??"auto"),e.addEventListener("click",()=>{let s=pt[(pt.
indexOf(document.documentElement.dataset.theme)+1)%pt.length];n(s),te("theme",s)});let r=t.page==="report"?`${d(t.base)}\
 \u2192 ${t.to}`:`${t.from} \u2192 ${t.to}`;p(this.help,i("h2",null,"Keys"),i("dl",{class:"facts"},...Yt.flatMap(([s,o])=>[
i("dt",null,i("kbd",null,s)),i("dd",null,o)])),i("form",{method:"dialog"},i("button",null,"Close"))),this.place.replaceChildren(
i("header",{class:"top"},i("h1",null,d(t.workspace),i("span",{class:"note"},r)),i("nav",{role:"tablist","aria-label":"Vi\
ews"},...this.tabs.values()),i("span",{class:"end"},i("span",{class:"note made"},`snap ${d(t.version)}, ${F(t.made)}`),i(
"button",{type:"button",title:"Keys","aria-label":"Keys",click:()=>this.help.showModal()},"?"),e)),this.content,this.help,
i("div",{id:"said",class:"away",role:"status"})),window.addEventListener("hashchange",()=>this.route()),document.addEventListener(
"keydown",s=>this.key(s)),window.addEventListener("beforeprint",()=>this.beforePrint()),window.addEventListener("afterpr\
int",()=>document.getElementById("print")?.remove()),this.route()}view(t){let e=this.views.get(t);return e||(e=this.makers.
get(t)(),this.views.set(t,e)),e}route(){let[t="",e=""]=Jt(location.hash.slice(1),"?");this.show(this.makers.has(t)?t:"ov\
erview",e)}show(t,e){let n=this.view(t);if(t!==this.current){for(let[r,s]of this.tabs)s.setAttribute("aria-selected",String(
r===t)),r===t?s.setAttribute("aria-current","page"):s.removeAttribute("aria-current");this.content.replaceChildren(n.element),
this.tabs.get(t).scrollIntoView({block:"nearest",inline:"center"}),this.current=t,window.scrollTo(0,0)}n.show(e)}go(t,e=""){
let n=`#${t}${e?`?${e}`:""}`;location.hash===n?this.show(t,e):location.hash=n}requery(t){try{history.replaceState(null,"",
`#${this.current}${t?`?${t}`:""}`)}catch{}}key(t){if(t.ctrlKey||t.metaKey||t.altKey||this.help.open)return;let e=t.target instanceof
HTMLElement?t.target:document.body,n=e.closest("[role=tab]");if(n&&(t.key==="ArrowRight"||t.key==="ArrowLeft")){let o=[...this.
tabs.values()],l=o[(o.indexOf(n)+(t.key==="ArrowRight"?1:-1)+o.length)%o.length];l.focus(),l.click();return}if(e.matches(
"input, select, textarea")){t.key==="Escape"&&this.content.querySelector(".list")?.focus();return}let r=this.view(this.current),
s=Number(t.key);s>=1&&s<=this.tabs.size?(this.go([...this.tabs.keys()][s-1]),this.content.querySelector(".list")?.focus()):
t.key==="?"?this.help.showModal():t.key==="Escape"?this.content.querySelector(".pane.open")?.classList.remove("open"):t.
key==="/"&&r.search?.()&&t.preventDefault()}beforePrint(){document.getElementById("print")?.remove();let t=i("div",{id:"\
print"});for(let e of this.makers.keys())p(t,this.view(e).print());document.body.append(t)}};function Jt(a,t){let e=a.indexOf(
t);return e<0?[a,""]:[a.slice(0,e),a.slice(e+1)]}function Xt(a){try{return localStorage.getItem(`snap-${a}`)}catch{return null}}
function te(a,t){try{localStorage.setItem(`snap-${a}`,t)}catch{}}var At=document.getElementById("app");At.textContent="r\
eading \u2026";requestAnimationFrame(()=>setTimeout(()=>{let a=document.getElementById("data"),t=JSON.parse(a.textContent??
"");a.remove(),new ut(t,At)}));})();
