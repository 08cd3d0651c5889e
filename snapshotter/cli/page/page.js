/* built by page/build.mjs from page/src, sha256 b36e631380388fd478713aece1a61f8110aa091ab74528008bf4a0125c15c388 */
"use strict";(()=>{function o(r,t=null,...e){let n=document.createElement(r);for(let[i,s]of Object.entries(t??{}))s==null||s===!1||(typeof s==
"function"?n.addEventListener(i,s):n.setAttribute(i,s===!0?"":String(s)));return u(n,...e),n}function u(r,...t){for(let e of t)
e!=null&&e!==!1&&r.append(e)}function A(r,t){let e=o("span",{class:"bar",role:"img","aria-label":t,title:t});for(let{kind:n,
share:i,title:s}of r){if(i<=0)continue;let a=o("span",{class:`part ${n}`,title:s});a.style.width=`${i*100}%`,e.append(a)}
return e}async function it(r,t){try{await navigator.clipboard.writeText(r)}catch{let e=o("textarea",{class:"away"});e.value=
r,document.body.append(e),e.select(),document.execCommand("copy"),e.remove()}ot("copied"),t&&(t.classList.add("done"),setTimeout(
()=>t.classList.remove("done"),900))}function H(r,t){let e=o("button",{class:"copy",type:"button",title:t,"aria-label":t},
"Copy");return e.addEventListener("click",n=>{n.stopPropagation(),it(r(),e)}),e}function ot(r){let t=document.getElementById(
"said");t&&(t.textContent=r)}function z(r,t){let e=document.createDocumentFragment();if(!t)return e.append(r),e;let n=r.
toLowerCase(),i=0;if(n.length===r.length)for(let s=n.indexOf(t);s>=0;s=n.indexOf(t,i))e.append(r.slice(i,s),o("mark",null,
r.slice(s,s+t.length))),i=s+t.length;return e.append(r.slice(i)),e}var L=["command","installed","package","volatile","outside","not-recorded"],O={command:"written by commands",installed:"\
packages installed by commands",package:"other files of packages",volatile:"volatile",outside:"outside of commands","not\
-recorded":"not recorded"};function k(r,t){if(!r)return()=>t;if(r.pool&&r.at){let{pool:e,at:n}=r;return i=>e[n[i]]}if(r.
each){let{each:e}=r;return n=>e[n]}return()=>r.all}var _=class{constructor(t){this.data=t;let e=this.columns=t.changes.columns;
this.rows=t.changes.rows,this.path=k(e.path,0),this.snapshot=k(e.snapshot,null),this.change=k(e.change,"changed"),this.kind=
k(e.kind,"file"),this.size=k(e.size,0),this.by=k(e.by,""),this.package=k(e.package,""),this.secret=k(e.secret,""),this.volatile=
k(e.volatile,""),this.before=k(e.before,null),this.diff=k(e.diff,""),this.movedFrom=k(e.moved_from,null),this.causes=new Uint8Array(
this.rows),this.bytes=new Float64Array(this.rows),this.command=new Int32Array(this.rows).fill(-1),this.last=new Int32Array(
t.paths.length).fill(-1),this.earlier=new Int32Array(this.rows).fill(-1),this.instruction=new Int32Array(t.paths.length).
fill(-1);let n=this.listCommands();this.totalBytes=this.index(n),this.readExplanation();for(let i=0;i<t.paths.length;i++)
this.net(i)&&this.final.push(i)}data;rows;path;snapshot;change;kind;size;by;package;secret;volatile;before;diff;movedFrom;columns;causes;bytes;command;last;earlier;instruction;ran=[];byName=new Map;final=[];totalBytes;entry(t){
let e=(n,i)=>k(this.columns[n],i)(t);return{kind:this.kind(t),mode:e("mode",0),uid:e("uid",0),gid:e("gid",0),size:this.size(
t),digest:e("digest",""),link:e("link","")}}name(t){return this.data.paths[t]??""}cause(t){return L[this.causes[t]]}net(t){
let e=this.last[t];if(e<0)return null;let n=e;for(;this.earlier[n]>=0;)n=this.earlier[n];let i=this.change(n)!=="added",
s=this.change(e)!=="deleted";return i?s?"changed":"deleted":s?"added":null}snapshotName(t){let e=t===null?void 0:this.data.
snapshots[t];return e?.id?`snapshot ${e.seq}`:"what is not committed yet"}listCommands(){let t=[];return this.data.snapshots.
forEach((e,n)=>{t.push(this.ran.length),e.commands.forEach((i,s)=>{let a={index:this.ran.length,snapshot:n,number:s+1,name:`${e.
seq}.${s+1}`,command:i,rows:0,bytes:0,line:0,fate:"",reason:"",lines:[]};this.ran.push(a),this.byName.set(a.name,a)})}),
t}index(t){let e=k(this.columns.command,null),n=k(this.columns.hardlink,""),i=0;for(let s=0;s<this.rows;s++){let a=this.
path(s),l=this.snapshot(s),h=this.by(s);this.earlier[s]=this.last[a],this.last[a]=s,this.causes[s]=Ct(h,this.package(s));
let c=n(s),g=this.change(s)!=="deleted"&&this.kind(s)==="file"&&(!c||c===this.name(a))?this.size(s):0;this.bytes[s]=g,i+=
g;let b=e(s);if(l!==null&&b!==null&&b<(this.data.snapshots[l]?.commands.length??0)){let v=this.ran[t[l]+b];this.command[s]=
v.index,v.rows++,v.bytes+=g}}return i}readExplanation(){let t=this.data.recipe?.explanation;if(t){t.instructions.forEach(
(e,n)=>{for(let i of e.paths)this.instruction[i]=n;for(let i of e.commands){let s=this.ranOf(i);s&&(s.lines.push(e.line),
(!s.line||!e.text.startsWith("ARG "))&&(s.line=e.line),s.fate="run")}});for(let e of t.absent){let n=this.ranOf(e);n&&Object.
assign(n,{fate:e.fate,reason:e.reason,lines:e.lines})}}}ranOf(t){return this.byName.get(`${t.snapshot}.${t.number}`)}};function Ct(r,t){
let e=r.startsWith("command")?t?"installed":"command":r.startsWith("package")?"package":r.startsWith("volatile")?"volati\
le":r.startsWith("not recorded")?"not-recorded":"outside";return L.indexOf(e)}var N={text:"",below:"",change:"",cause:"",snapshot:-1,command:-1,instruction:-1,package:"",reason:""};function ft(r,t){
let e=new Int32Array(r.data.paths.length).fill(-1),n=t.text.toLowerCase().split(/\s+/).filter(Boolean),i=t.snapshot>=0||
t.command>=0;for(let s=0;s<e.length;s++){if(t.instruction>=0&&r.instruction[s]!==t.instruction||t.below&&!At(r.name(s),t.
below)||n.length&&!n.every(l=>r.name(s).toLowerCase().includes(l)))continue;if(i){for(let l=r.last[s];l>=0;l=r.earlier[l])
if(mt(r,t,l,r.change(l))){e[s]=l;break}continue}let a=r.net(s);a&&mt(r,t,r.last[s],a)&&(e[s]=r.last[s])}return e}function At(r,t){
return r===t||t==="/"||r.startsWith(`${t}/`)}function mt(r,t,e,n){return t.change&&n!==t.change||t.snapshot>=0&&r.snapshot(
e)!==t.snapshot||t.command>=0&&r.command[e]!==t.command||t.reason&&r.volatile(e)!==t.reason||t.package&&r.package(e)!==t.
package?!1:t.cause==="secret"?r.secret(e)!=="":!t.cause||r.cause(e)===t.cause}function K(r){let t=new URLSearchParams;for(let[
e,n]of Object.entries(r))n!==N[e]&&t.set(e,String(n));return t.toString()}function gt(r){let t=new URLSearchParams(r),e=i=>/^\d{1,7}$/.
test(t.get(i)??"")?Number(t.get(i)):-1,n=t.get("cause")??"";return{text:t.get("text")??"",below:t.get("below")??"",change:t.
get("change")??"",cause:n==="secret"||L.includes(n)?n:"",snapshot:e("snapshot"),command:e("command"),instruction:e("inst\
ruction"),package:t.get("package")??"",reason:t.get("reason")??""}}var Ht={"\n":"\\n","	":"\\t","\r":"\\r","\x1B":"\\e","\0":"\\0"},at=/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|[^\S ]/gu;function d(r){
return r.replace(at,rt)}function M(r){return r.replace(at,t=>t===`
`||t==="	"?t:rt(t))}function rt(r){let t=Ht[r];if(t)return t;let e=r.codePointAt(0);return e>=56448&&e<=56575?`\\x${q(e-
56320,2)}`:e<256?`\\x${q(e,2)}`:e<65536?`\\u${q(e,4)}`:`\\U${q(e,8)}`}function q(r,t){return r.toString(16).padStart(t,"\
0")}function U(r){return/^[\w@%+=:,./-]+$/.test(r)?r:r.search(at)<0?`'${r.replaceAll("'","'\\''")}'`:`$'${r.replace(/[\\']|[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
e=>e==="\\"||e==="'"?`\\${e}`:rt(e).replace("\\e","\\x1b"))}'`}var Ot=new Intl.NumberFormat("en",{useGrouping:!0});function y(r){
return Ot.format(r).replaceAll(",","\u202F")}function m(r,t){return`${y(r)} ${t}${r===1?"":t.endsWith("ss")?"es":"s"}`}function f(r){
if(Math.abs(r)<1e3)return`${r} B`;let t=r;for(let e of["kB","MB","GB","TB"])if(t/=1e3,Math.abs(t)<999.5||e==="TB")return`${t.
toFixed(Math.abs(t)<9.95?1:0)} ${e}`;return""}function P(r){if(r<9.95)return`${r.toFixed(1)} s`;if(r<59.5)return`${Math.
round(r)} s`;let t=Math.floor(Math.round(r)/60);if(t<60)return`${t} min ${String(Math.round(r)%60).padStart(2,"0")} s`;let e=Math.
floor(t/60);return e<48?`${e} h ${String(t%60).padStart(2,"0")} min`:m(Math.round(e/24),"day")}function F(r,t=!1){let e=new Date(
r*1e3),n=a=>String(a).padStart(2,"0"),i=`${e.getFullYear()}-${n(e.getMonth()+1)}-${n(e.getDate())}`,s=`${n(e.getHours())}\
:${n(e.getMinutes())}`;return`${i} ${s}${t?`:${n(e.getSeconds())}`:""}`}function x(r){let t=r.trim().split(`
`);return d(t[0]??"")+(t.length>1?" \u2026":"")}function bt(r,t){let e={directory:"d",symlink:"l",fifo:"p",char:"c",block:"\
b",socket:"s"}[r]??"-",n=(s,a)=>t&s?a:"-",i=(s,a,l,h)=>t&a?t&s?l:h:n(s,"x");return e+n(256,"r")+n(128,"w")+i(64,2048,"s",
"S")+n(32,"r")+n(16,"w")+i(8,1024,"s","S")+n(4,"r")+n(2,"w")+i(1,512,"t","T")}function S(r,t,e=""){let n=o("button",{type:"button",class:"link",title:e||null},r);return n.addEventListener("click",i=>{
i.stopPropagation(),t()}),n}function $(r,t,e){return S(e,()=>r.go("files",K({...N,...t})))}function B(r,t){let e=x(t.command.
text),n=S("",()=>r.go("commands",`at=${t.index}`),e);return n.classList.add("command-link"),u(n,o("span",{class:"number"},
t.name),o("code",null,e)),n}function j(r,t){return S(`line ${t}`,()=>r.go("dockerfile",`line=${t}`))}function Q(r,t){let e=d(
r.model.name(t)),n=S(e,()=>r.go("files",`at=${t}`),e);return n.classList.add("path-link"),n}function R(r){return r.id?`${r.
seq} \xB7 ${x(r.message)||"no message"}`:"not committed yet"}function C(...r){let t=o("dl",{class:"facts"});for(let[e,n]of r)
n&&u(t,o("dt",null,e),o("dd",null,n));return t}function yt(r,t="Copy the text"){return o("div",{class:"code"},o("pre",null,
r),H(()=>r,t))}function w(r,t=""){return o("h3",null,r,t?o("span",{class:"note"},t):null)}function Z(r,t,e){let n=o("ul",
{class:"short"});for(let i of t.slice(0,e))u(n,o("li",null,Q(r,i)));return t.length>e&&u(n,o("li",{class:"more"},`and ${y(
t.length-e)} more`)),n}var T=class{constructor(t){this.nothing=t;this.element.addEventListener("keydown",e=>{e.key==="Escape"&&this.close()}),this.
clear()}nothing;element=o("aside",{class:"pane","aria-label":"details",tabindex:"-1"});show(t,...e){let n=o("button",{class:"\
close",type:"button","aria-label":"Close the details",click:()=>this.close()},"\xD7"),i=o("header",null,o("h2",null,t),n);
this.element.replaceChildren(i,...e.filter(s=>s instanceof Node)),this.element.scrollTop=0}clear(){this.element.replaceChildren(
o("p",{class:"nothing"},this.nothing)),this.close()}open(){this.element.classList.add("open")}close(){this.element.classList.
remove("open")}};function I(...r){let t=o("div",{class:"tools",role:"search"});for(let e of r)e&&t.append(e);return t}function D(r,t){
let e=o("input",{type:"search",placeholder:r,"aria-label":r,spellcheck:"false",autocomplete:"off"}),n=0;return e.addEventListener(
"input",()=>{clearTimeout(n),n=window.setTimeout(()=>t(e.value),80)}),e}function V(r,t,e){let n=o("select",{"aria-label":r});
for(let[i,s]of t)u(n,o("option",{value:i},s));return n.addEventListener("change",()=>e(n.value)),n}var wt=6,Ft=0,E=class{constructor(t){this.options=t;this.space=o("div",{class:"space"}),this.element=o("div",{class:"lis\
t",tabindex:"0",role:t.role??"listbox","aria-label":t.label},this.space),this.element.addEventListener("scroll",()=>this.
draw(),{passive:!0}),this.element.addEventListener("keydown",e=>this.onKey(e)),this.element.addEventListener("click",e=>this.
onClick(e)),t.pointed&&(this.element.addEventListener("mousemove",e=>this.onPoint(this.at(e))),this.element.addEventListener(
"mouseleave",()=>this.onPoint(-1))),new ResizeObserver(()=>this.draw()).observe(this.element)}options;element;space;count=0;from=0;pointed=-1;id=`\
list${++Ft}`;current=-1;get rowHeight(){return parseFloat(getComputedStyle(this.element).getPropertyValue("--row"))||28}show(t,e=-1){
this.count=t,this.current=Math.min(e,t-1),this.draw()}select(t,e="silent"){if(!this.count)return;this.current=Math.max(0,
Math.min(this.count-1,t));let n=this.rowHeight,i=this.current*n,{scrollTop:s,clientHeight:a}=this.element;e==="silent"?(i<
s||i+n>s+a)&&(this.element.scrollTop=i-a/3):i<s?this.element.scrollTop=i:i+n>s+a&&(this.element.scrollTop=i+n-a),this.draw(),
e!=="silent"&&this.options.chosen?.(this.current,e)}draw(){let t=this.rowHeight;this.space.style.height=`${this.count*t}\
px`;let e=this.element.clientHeight;if(!e)return;this.from=Math.max(0,Math.floor(this.element.scrollTop/t)-wt);let n=Math.
min(this.count,Math.ceil((this.element.scrollTop+e)/t)+wt),i=[];for(let s=this.from;s<n;s++){let a=this.options.row(s);a.
classList.add("row"),a.hasAttribute("role")||a.setAttribute("role",this.options.role==="tree"?"treeitem":"option"),a.id=
`${this.id}-${s}`,a.setAttribute("aria-setsize",String(this.count)),a.setAttribute("aria-posinset",String(s+1)),a.setAttribute(
"aria-selected",String(s===this.current)),a.style.transform=`translateY(${s*t}px)`,i.push(a)}this.space.replaceChildren(
...i),this.current>=this.from&&this.current<n?this.element.setAttribute("aria-activedescendant",`${this.id}-${this.current}`):
this.element.removeAttribute("aria-activedescendant")}at(t){let e=t.target instanceof Element?t.target.closest(".row"):null;
return e?Number(e.id.slice(this.id.length+1)):-1}onClick(t){let e=this.at(t);e>=0&&this.select(e,"click")}onPoint(t){t!==
this.pointed&&(this.pointed=t,this.options.pointed?.(t))}onKey(t){if(t.ctrlKey||t.metaKey||t.altKey||t.target!==this.element)
return;if(this.options.key?.(t,this.current)){t.preventDefault();return}let e=Math.max(1,Math.floor(this.element.clientHeight/
this.rowHeight)-1),i={ArrowDown:1,j:1,ArrowUp:-1,k:-1,PageDown:e,PageUp:-e,Home:-1/0,End:1/0}[t.key];if(i!==void 0)this.
select(this.current<0&&i!==1/0?0:this.current+i,"move");else if(t.key==="Enter"||t.key===" ")this.select(this.current,"e\
nter");else return;t.preventDefault()}};function G(r,t,e,n){let i=o("ul",{class:"short"});for(let s=0;s<Math.min(r,t);s++)
u(i,o("li",null,e(s)));return r>t&&u(i,o("li",{class:"more"},n)),i}var vt=3e3,It=200,kt=[["","all commands"],["run","in the recipe"],["carried","replaced by files"],["left out","left out"],
["failed","failed"],["changes","changed something"]],Y=class{constructor(t){this.app=t;let{ran:e}=t.model;this.count=e.length,
this.largest=Math.max(1,...e.map(n=>n.bytes)),this.list=new E({label:"Commands",row:n=>this.row(this.items[n]),chosen:(n,i)=>this.
chosen(n,i!=="move")}),this.list.element.classList.add("commands"),this.field=D("Search commands  /",()=>this.filter()),
this.kinds=V("Which commands",t.model.data.recipe?kt:kt.filter(([n])=>["","failed","changes"].includes(n)),()=>this.filter()),
u(this.element,o("div",{class:"main"},I(this.field,this.kinds,this.told),this.list.element),this.pane.element),this.filter()}app;id="\
commands";title="Commands";count;element=o("div",{class:"view split"});pane=new T("Choose a command to see what it chang\
ed and what became of it.");list;field;kinds;told=o("span",{class:"told",role:"status"});items=[];text="";largest;paths=null;show(t){
let e=Number(new URLSearchParams(t).get("at")??"-1"),n=this.app.model.ran[e];if(n&&!this.items.includes(n)&&(this.field.
value=this.kinds.value="",this.filter()),this.list.draw(),!n)return;let i=this.items.indexOf(n);this.list.select(i),this.
chosen(i,!0)}search(){return this.field.focus(),!0}filter(){this.text=this.field.value.trim().toLowerCase(),this.items=[];
let t=-1,e=0;for(let n of this.app.model.ran)this.fits(n)&&(n.snapshot!==t&&this.items.push({snapshot:t=n.snapshot}),this.
items.push(n),e++);this.told.textContent=e===this.count?m(e,"command"):`${y(e)} of ${y(this.count)}`,this.list.show(this.
items.length),this.list.element.scrollTop=0,this.pane.clear()}fits(t){let e=this.kinds.value;return e==="failed"&&!t.command.
status||e==="changes"&&!t.rows||["run","carried","left out"].includes(e)&&t.fate!==e?!1:!this.text||M(t.command.text).toLowerCase().
includes(this.text)||t.name===this.text}row(t){let{data:e}=this.app.model;if(!("command"in t)){let s=e.snapshots[t.snapshot];
return o("div",{class:"snapshot-row"},o("b",null,R(s)),o("span",{class:"note"},s.id?F(s.created):""))}let{command:n}=t,i=n.
status!==null&&n.status!==0;return o("div",{class:t.fate==="left out"?"command faded":"command"},o("span",{class:"number"},
t.name),o("code",{class:"text",title:x(n.text)},z(x(n.text),this.text)),o("span",{class:i?"status bad":"status"},i||n.status===
null?d(n.outcome||"?"):""),o("span",{class:"fate"},t.line?`line ${t.line}`:t.fate==="carried"?"files":t.fate==="left out"?
"left out":""),o("span",{class:"paths"},t.rows?m(t.rows,"path"):""),o("span",{class:"size"},t.bytes?f(t.bytes):"",A([{kind:"\
command",share:t.bytes/this.largest}],f(t.bytes))),o("span",{class:"time"},n.seconds===null?"":P(n.seconds)))}pathsOf(t){
if(!this.paths){this.paths=new Map;let{model:e}=this.app;for(let n=0;n<e.rows;n++){let i=e.command[n];if(i<0)continue;let s=this.
paths.get(i);s?s.push(e.path(n)):this.paths.set(i,[e.path(n)])}}return this.paths.get(t)??[]}chosen(t,e){let n=this.items[t];
if(!n)return;let{model:i}=this.app;if("command"in n){let{command:s}=n,a=this.pathsOf(n.index),l=o("span",null);n.lines.slice(
0,12).forEach((h,c)=>u(l,c>0&&", ",j(this.app,h))),this.pane.show(`Command ${n.name}`,yt(M(s.text)),C(["outcome",d(s.outcome)],
["took",s.seconds===null?null:P(s.seconds)],["began",s.begin>0&&F(s.begin,!0)],["in",o("code",null,d(s.cwd))],["as",d(s.
user)],["shell",s.shell&&d(s.shell)],["shown by",s.witness&&o("code",null,d(s.witness))],["recipe",n.fate&&{run:"runs",carried:"\
its files are copied instead",state:"sets up the shell","left out":"left out"}[n.fate]],["because",n.reason&&d(n.reason)],
["Dockerfile",n.lines.length>0&&l]),w(m(a.length,"changed path"),n.bytes?f(n.bytes):""),a.length>0&&o("p",null,$(this.app,
{command:n.index},"as a tree")),Z(this.app,a,It))}else{let s=i.data.snapshots[n.snapshot];this.pane.show(R(s),o("p",{class:"\
message"},M(s.message)),C(["made",s.id&&F(s.created,!0)],["image",o("code",null,d(s.tag))],["id",o("code",null,d(s.id))],
["note",s.note&&M(s.note)],["changed by hand",s.instructions.length>0&&M(s.instructions.join(`
`))]),o("p",null,$(this.app,{snapshot:n.snapshot},"its changed paths")))}e&&this.pane.open()}print(){let{model:t}=this.app;
if(!t.ran.length)return null;let e=o("tbody"),n=-1;for(let s of t.ran.slice(0,vt)){s.snapshot!==n&&(n=s.snapshot,u(e,o("\
tr",{class:"snapshot-row"},o("th",{colspan:"5"},R(t.data.snapshots[n])))));let{command:a}=s;u(e,o("tr",null,o("td",null,
s.name),o("td",null,o("code",null,M(a.text))),o("td",null,a.status===0?"":d(a.outcome)),o("td",{class:"size"},s.rows?`${m(
s.rows,"path")}, ${f(s.bytes)}`:""),o("td",{class:"size"},a.seconds===null?"":P(a.seconds))))}let i=t.ran.length-vt;return o(
"section",null,o("h2",null,"Commands"),o("table",null,e),i>0&&o("p",null,`and ${m(i,"more command")}`))}};var Nt=200,Pt=200,J=class{constructor(t){this.app=t;let e=t.model.data.recipe,{instructions:n}=e.explanation;this.lines=
e.dockerfile.replace(/\n$/,"").split(`
`),this.owner=new Int32Array(this.lines.length).fill(-1),n.forEach((a,l)=>{for(let h=a.line-1,c=a.text.split(`
`).length;c-- >0&&h<this.lines.length;h++)this.owner[h]=l});for(let a=this.lines.length-2;a>=0;a--)this.owner[a]<0&&this.
lines[a].startsWith("#")&&(this.owner[a]=this.owner[a+1]);this.sizes=n.map(a=>a.paths.reduce((l,h)=>l+Math.max(0,t.model.
bytes[t.model.last[h]]??0),0)),this.largest=Math.max(1,...this.sizes),this.list=new E({label:"Lines of the Dockerfile",row:a=>this.
row(a),chosen:(a,l)=>this.chosen(a,l),pointed:a=>this.pointed(a)}),this.list.element.classList.add("dockerfile");let i=o(
"span",{class:"told"},d(e.account)),s=o("b",null,"Dockerfile");u(this.element,o("div",{class:"main"},I(s,H(()=>e.dockerfile,
"Copy the Dockerfile"),i),...e.warnings.map(a=>o("p",{class:"warning"},d(a))),this.list.element),this.pane.element),this.
list.show(this.lines.length)}app;id="dockerfile";title="Dockerfile";count=null;element=o("div",{class:"view split"});pane=new T(
"Point at a line to see the commands and paths that it stands for; choose it to keep them.");lines;owner;sizes;list;largest;pinned=-1;current=-1;show(t){
this.list.draw();let e=Number(new URLSearchParams(t).get("line")??"0");e<1||e>this.lines.length||(this.list.select(e-1),
this.chosen(e-1,"click"))}row(t){let e=this.owner[t],n=e>=0&&this.instruction(e).line===t+1,i=n?this.sizes[e]:0,s=e>=0&&
e===this.current;return o("div",{class:`line${s?" current":""}${n?" first":""}`},o("span",{class:"number"},String(t+1)),
o("span",{class:"weight"},n&&i?A([{kind:"command",share:i/this.largest}],f(i)):null,n&&i?f(i):""),Rt(this.lines[t],n))}instruction(t){
return this.app.model.data.recipe.explanation.instructions[t]}pointed(t){let e=t<0?this.pinned:this.owner[t];e>=0&&e!==this.
current&&this.details(e)}chosen(t,e){let n=this.owner[t];this.pinned=n,!(n<0)&&(this.details(n),e!=="move"&&this.pane.open())}details(t){
this.current=t;let e=this.instruction(t),{model:n}=this.app,i=o("ul",{class:"short"});for(let a of e.commands.slice(0,Pt)){
let l=n.ranOf(a);l&&u(i,o("li",null,B(this.app,l)))}let s=e.text.split(`
`).length;this.pane.show(s>1?`Lines ${e.line} to ${e.line+s-1}`:`Line ${e.line}`,C(["reason",e.reason&&d(e.reason)]),e.commands.
length>0&&w(m(e.commands.length,"command")),e.commands.length>0&&i,w(`${e.paths.length?m(e.paths.length,"path"):"no path"}`,
this.sizes[t]?f(this.sizes[t]):""),e.paths.length>0&&o("p",null,$(this.app,{instruction:t},"as a tree")),Z(this.app,e.paths,
Nt)),this.list.draw()}print(){return o("section",null,o("h2",null,"Dockerfile"),o("pre",{class:"printed"},M(this.app.model.
data.recipe.dockerfile)))}};function Rt(r,t){let e=o("code",{class:"text"});if(r.startsWith("#"))return u(e,o("span",{class:"\
comment"},lt(r))),e;let n=r,i=t?/^[A-Z]+(?= )/.exec(r):null;i&&(u(e,o("span",{class:"keyword"},i[0])),n=r.slice(i[0].length));
for(let s of n.split(new RegExp(`("(?:[^"\\\\]|\\\\.)*"|'[^']*'|(?:^|(?<=\\s))--?[a-zA-Z][\\w-]*|\\s&&\\s|\\\\$)`))){if(!s)
continue;let a=/^["']/.test(s)?"string":s.startsWith("-")&&s.length>1?"option":s.trim()==="&&"||s==="\\"?"join":null;u(e,
a?o("span",{class:a},lt(s)):lt(s))}return e}function lt(r){return r.split("	").map(d).join("	")}var zt=48,X=class{constructor(t){this.model=t;let e=new Map([["",0],["/",0]]);this.nodeOf=new Int32Array(t.data.paths.length),
t.data.paths.forEach((n,i)=>{let s=this.ensure(n,e);this.paths[s]=i,this.nodeOf[i]=s})}model;names=[""];parents=[-1];children=[
[]];paths=[-1];nodeOf;counts=new Int32Array(0);sums=new Float64Array(0);rows=new Int32Array(0);open=new Set;bySize=!1;ensure(t,e){
let n=e.get(t);if(n!==void 0)return n;let i=t.lastIndexOf("/"),s=i<0?0:this.ensure(t.slice(0,i),e),a=this.names.length;return this.
names.push(t.slice(i+1)),this.parents.push(s),this.children.push(xt),this.paths.push(-1),this.children[s]===xt?this.children[s]=
[a]:this.children[s].push(a),e.set(t,a),a}show(t,e=!1){this.rows=t,this.counts=new Int32Array(this.names.length),this.sums=
new Float64Array(this.names.length);for(let n=this.names.length-1;n>=0;n--){let i=this.row(n);i>=0&&(this.counts[n]++,this.
sums[n]+=this.model.change(i)==="deleted"?0:this.model.size(i));let s=this.parents[n];s>=0&&(this.counts[s]+=this.counts[n],
this.sums[s]+=this.sums[n])}e||this.openFirst()}row(t){let e=this.paths[t];return e<0?-1:this.rows[e]}path(t){return this.
paths[t]}count(t){return this.counts[t]}sum(t){return this.sums[t]}text(t){let e=[];for(let n=t;n>0;n=this.parents[n])e.
push(this.names[n]);return`/${e.reverse().join("/")}`}below(t){let e=this.children[t].filter(n=>this.counts[n]>0);return this.
bySize&&e.sort((n,i)=>this.sums[i]-this.sums[n]),e}chained(t){let e=t;for(;;){if(this.row(e)>=0)return e;let n=this.below(
e);if(n.length!==1||!this.below(n[0]).length)return e;e=n[0]}}openFirst(){this.open=new Set([0]);let t=this.below(0).map(
n=>this.chained(n)),e=t.length;for(;t.length;){let n=[];for(let i of t){let s=this.below(i).map(a=>this.chained(a));!s.length||
e+s.length>zt||(this.open.add(i),e+=s.length,n.push(...s))}t=n}}toggle(t,e=!this.open.has(t)){e?this.open.add(t):this.open.
delete(t)}openAll(t=0){let e=[t];for(;e.length;){let n=e.pop(),i=this.below(n);i.length&&this.open.add(n);for(let s of i)
e.push(s)}}closeAll(){this.open=new Set([0])}reveal(t){let e=this.nodeOf[t];for(let n=this.parents[e];n>=0;n=this.parents[n])
this.open.add(n);return e}lines(){let t=[],e=[],n=(i,s)=>{let a=this.below(i);for(let l=a.length-1;l>=0;l--)e.push({node:a[l],
depth:s})};for(n(0,0),this.row(0)>=0&&t.push({node:0,depth:0,label:"/",isFolder:!1,isOpen:!1});e.length;){let{node:i,depth:s}=e.
pop(),a=this.chained(i),l=this.names[a];for(let p=a;p!==i;)p=this.parents[p],l=`${this.names[p]}/${l}`;let h=this.below(
a).length>0,c=h&&this.open.has(a);t.push({node:a,depth:s,label:s?l:`/${l}`,isFolder:h,isOpen:c}),c&&n(a,s+1)}return t}matches(t=0){
let e=[],n=[t];for(;n.length;){let i=n.pop();this.row(i)>=0&&e.push(this.paths[i]);let s=this.children[i];for(let a=s.length-
1;a>=0;a--)this.counts[s[a]]&&n.push(s[a])}return e}},xt=[];var Lt={added:"A",changed:"M",deleted:"D"},Mt=3e3,Bt=2e3,tt=class{constructor(t){this.app=t;let{model:e}=t;this.count=e.
final.length,this.tree=new X(e),this.list=new E({label:"Changed paths",role:"tree",row:a=>this.row(this.lines[a]),chosen:(a,l)=>this.
chosen(a,l),key:(a,l)=>this.key(a,l)}),this.list.element.classList.add("files"),this.field=D("Search paths  /",a=>this.narrow(
{text:a})),this.change=V("What happened",[["","any change"],["added","added"],["changed","changed"],["deleted","deleted"]],
a=>this.narrow({change:a}));let n=L.map(a=>[a,O[a]]);this.cause=V("What explains it",[["","any cause"],...n,["secret","w\
ithheld as a secret"]],a=>this.narrow({cause:a})),this.package=o("input",{list:"packages",placeholder:"package","aria-la\
bel":"Package",spellcheck:"false",autocomplete:"off",class:"package"}),this.package.addEventListener("change",()=>this.narrow(
{package:this.package.value}));let i=o("button",{type:"button","aria-pressed":"false",title:"Largest first"},"By size");
i.addEventListener("click",()=>{this.tree.bySize=!this.tree.bySize,i.setAttribute("aria-pressed",String(this.tree.bySize)),
this.draw()}),this.folding.addEventListener("click",()=>{this.folding.textContent==="Fold all"?this.tree.closeAll():this.
tree.openAll(),this.draw(this.folding.textContent==="Unfold all")});let s=Dt(e);u(this.element,o("div",{class:"main"},I(
this.field,this.change,this.cause,s.length?this.package:null,i,this.folding,H(()=>this.pathsText(),"Copy the paths that \
are shown, one a line")),o("div",{class:"chips"},this.told,this.chips),this.list.element),this.pane.element,o("datalist",
{id:"packages"},...s.slice(0,Bt).map(a=>o("option",{value:a}))))}app;id="files";title="Files";count;element=o("div",{class:"\
view split"});pane=new T("Choose a path to see what it is, what explains it and which line of the Dockerfile makes it.");tree;list;field;change;cause;package;chips=o(
"span",{class:"chips"});folding=o("button",{type:"button"},"Unfold all");told=o("span",{class:"told",role:"status"});filter={
...N};lines=[];shownQuery=null;show(t){let e=Number(new URLSearchParams(t).get("at")??"-1"),n=e>=0&&e<this.app.model.data.
paths.length?e:-1;if(n>=0){(this.shownQuery===null||this.tree.row(this.tree.reveal(n))<0)&&this.apply(this.filterOf(n));
let i=this.tree.reveal(n);this.draw();let s=this.lines.findIndex(a=>a.node===i);s>=0&&(this.list.select(s),this.details(
this.lines[s]),this.pane.open());return}t!==this.shownQuery?(this.shownQuery=t,this.apply(gt(t))):this.list.draw()}search(){
return this.field.focus(),this.field.select(),!0}filterOf(t){let{model:e}=this.app;return e.net(t)?N:{...N,snapshot:e.snapshot(
e.last[t])??-1}}narrow(t){let e={...this.filter,...t};this.shownQuery=K(e),this.app.requery(this.shownQuery),this.apply(
e)}apply(t){this.filter=t,this.shownQuery=K(t),document.activeElement!==this.field&&(this.field.value=t.text),this.change.
value=t.change,this.cause.value=t.cause,this.package.value=t.package,this.tree.show(ft(this.app.model,t)),this.chips.replaceChildren(
...this.chipsOf(t)),this.pane.clear(),this.list.element.scrollTop=0,this.draw();let e=this.tree.count(0),n=f(this.tree.sum(
0));this.told.textContent=e===this.count?`${m(e,"path")}, ${n}`:`${y(e)} of ${m(this.count,"path")}, ${n}`}chipsOf(t){let{
model:e}=this.app,n=(l,h)=>o("button",{type:"button",class:"chip",title:"Show the others too",click:()=>this.narrow(h)},
l,o("span",{"aria-hidden":"true"}," \xD7")),i=[];t.below&&i.push(n(`below ${d(t.below)}`,{below:""})),t.snapshot>=0&&i.push(
n(`of ${e.snapshotName(t.snapshot)}`,{snapshot:-1}));let s=e.ran[t.command];s&&i.push(n(`of command ${s.name}: ${x(s.command.
text).slice(0,60)}`,{command:-1}));let a=e.data.recipe?.explanation.instructions[t.instruction];return a&&i.push(n(`of l\
ine ${a.line} of the Dockerfile`,{instruction:-1})),t.package&&i.push(n(`of package ${d(t.package)}`,{package:""})),t.reason&&
i.push(n(d(t.reason),{reason:""})),i}draw(t=!1){this.folding.textContent=t?"Fold all":"Unfold all";let e=this.lines[this.
list.current]?.node;this.lines=this.tree.lines(),this.list.show(this.lines.length,e===void 0?-1:this.lines.findIndex(n=>n.
node===e))}pathsText(){let t=this.tree.matches().map(e=>U(this.app.model.name(e)));return ot(`copied ${m(t.length,"path")}`),
t.join(`
`)+`
`}row(t){let{model:e}=this.app,n=this.tree.row(t.node),i=d(t.label),s=this.filter.text.toLowerCase().split(/\s+/).filter(
Boolean),a=o("span",{class:t.isFolder?"name folder":"name",title:d(this.tree.text(t.node))},o("span",{class:"fold","aria\
-hidden":"true"},t.isFolder?t.isOpen?"\u25BE":"\u25B8":""),z(i,s[0]??""),t.isFolder?"/":"");a.style.paddingLeft=`${t.depth*
14}px`;let l=n<0?null:this.netOf(n),h=o("div",{class:`file ${l??""}`,role:"treeitem","aria-level":String(t.depth+1),"ari\
a-expanded":t.isFolder?String(t.isOpen):null}),c=this.tree.count(t.node)-(n<0?0:1);return u(h,o("span",{class:"mark",title:l??
""},l?Lt[l]:""),a,o("span",{class:"inside"},t.isFolder&&c>0?m(c,"path"):""),o("span",{class:"size"},t.isFolder||n>=0&&e.
kind(n)==="file"?f(this.tree.sum(t.node)):""),n<0?o("span",{class:"by"}):o("span",{class:"by",title:d(this.byText(n))},o(
"i",{class:e.secret(n)?"secret":e.cause(n)}),d(this.byText(n)))),h}netOf(t){let{model:e}=this.app;return(this.filter.snapshot>=
0||this.filter.command>=0?null:e.net(e.path(t)))??e.change(t)}byText(t){let{model:e}=this.app,n=e.ran[e.command[t]],i=e.
by(t);return e.cause(t)==="installed"?`${e.package(t)}${n?`, ${n.name} ${x(n.command.text)}`:""}`:e.secret(t)?`withheld:\
 ${e.secret(t)}`:e.cause(t)==="volatile"?`volatile: ${e.volatile(t)}`:i.startsWith("command")&&n?`${n.name}  ${x(n.command.
text)}`:i}key(t,e){let n=this.lines[e];if(!n)return!1;if(t.key==="ArrowRight"&&n.isFolder)n.isOpen?this.list.select(e+1,
"move"):this.toggle(n,!0);else if(t.key==="ArrowLeft")if(n.isOpen)this.toggle(n,!1);else{let i=e;for(;i>0&&this.lines[i].
depth>=n.depth;)i--;this.lines[i].depth<n.depth&&this.list.select(i,"move")}else if(t.key==="*")this.tree.openAll(n.node),
this.draw();else if(t.key==="c")it(U(this.tree.text(n.node)));else return!1;return!0}toggle(t,e){this.tree.toggle(t.node,
e),this.draw()}chosen(t,e){let n=this.lines[t],i=n.isFolder&&this.tree.row(n.node)<0;n.isFolder&&e!=="move"&&this.toggle(
n),this.details(n),e!=="move"&&!i&&!n.isFolder&&this.pane.open()}details(t){let{model:e}=this.app,n=this.tree.text(t.node),
i=this.tree.row(t.node),s=o("span",{class:"path"},d(n)),a=o("p",{class:"actions"},H(()=>U(n),"Copy the path"));if(t.isFolder){
let v=C(["below it",m(this.tree.count(t.node)-(i<0?0:1),"changed path")],["size",f(this.tree.sum(t.node))]);if(i<0){this.
pane.show(s,a,v,o("p",null,S("only these",()=>this.narrow({below:n}))));return}a.append(S("only these",()=>this.narrow({
below:n})))}let l=e.path(i),h=e.net(l),c=e.last[l],p=this.firstRow(l),g=e.data.recipe?.explanation.instructions[e.instruction[l]],
b=g?null:this.reason(l);this.pane.show(s,a,C(["change",h??"none in the end: it was there for a time"],["kind",e.kind(i)],
["moved from",e.movedFrom(i)&&o("code",null,d(e.movedFrom(i)))],["explained",d(this.byText(c))],["Dockerfile",!g&&b&&d(b)]),
g?this.instruction(g):null,Wt(e.before(p),e.change(c)==="deleted"?null:e.entry(c)),e.diff(i)?Kt(e.diff(i)):null,this.history(
l))}instruction(t){let e=j(this.app,t.line);return o("div",{class:"made-by"},e,o("code",{title:M(t.text)},x(t.text)))}firstRow(t){
let e=this.app.model.last[t];for(;this.app.model.earlier[e]>=0;)e=this.app.model.earlier[e];return e}reason(t){let e=this.
app.model.data.recipe?.explanation;for(let[n,i]of[...e?.rest??[],...e?.volatile??[]])if(i.includes(t))return`none: ${n}`;
return null}history(t){let{model:e}=this.app,n=o("ol",{class:"history"}),i=[];for(let s=e.last[t];s>=0;s=e.earlier[s])i.
unshift(s);for(let s of i){let a=e.ran[e.command[s]];u(n,o("li",null,o("span",null,`${e.change(s)} in ${e.snapshotName(e.
snapshot(s))}, `),o("span",{class:"note"},d(e.cause(s)==="volatile"?`volatile: ${e.volatile(s)}`:e.by(s))),a?B(this.app,
a):null))}return o("div",null,w("How it came there"),n)}print(){let{model:t}=this.app;if(!t.final.length)return null;let e=o(
"tbody");for(let i of t.final.slice(0,Mt)){let s=t.last[i],a=t.net(i);u(e,o("tr",null,o("td",null,Lt[a]),o("td",{class:"\
path"},d(t.name(i))),o("td",{class:"size"},t.kind(s)==="file"?f(t.size(s)):""),o("td",null,d(this.byText(s)))))}let n=t.
final.length-Mt;return o("section",null,o("h2",null,"Files"),o("table",null,e),n>0&&o("p",null,`and ${m(n,"more path")}`))}};
function Dt(r){let t=new Set;for(let e=0;e<r.rows;e++){let n=r.package(e);n&&t.add(n)}return[...t].sort()}function Wt(r,t){
let e=[["mode",i=>`${bt(i.kind,i.mode)}  ${i.mode.toString(8).padStart(4,"0")}`],["owner",i=>`${i.uid}:${i.gid}`],["size",
i=>i.kind==="file"?`${f(i.size)}${i.size>=1e3?` (${y(i.size)})`:""}`:""],["sha256",i=>i.digest],["link to",i=>d(i.link)]],
n=o("tbody");for(let[i,s]of e){let a=r?s(r):"",l=t?s(t):"";if(!a&&!l)continue;let h=r&&t&&a===l;u(n,o("tr",null,o("th",{
scope:"row"},i),h||!r||!t?o("td",{colspan:"2"},l||a):null,!h&&r&&t?o("td",{class:"old"},a):null,!h&&r&&t?o("td",{class:"\
new"},l):null))}return o("table",{class:"states"},n)}function Kt(r){let t=o("pre",{class:"diff"});for(let e of r.split(`\

`).slice(r.startsWith("---")?2:0))u(t,o("span",{class:e.startsWith("+")?"plus":e.startsWith("-")?"minus":e.startsWith("@\
@")?"hunk":null},M(e)),`
`);return o("div",null,w("Lines"),t)}function ct(r,t){let e=r.reduce((l,h)=>l+h,0),n=[];if(!e)return r.map(()=>({...t,width:0,height:0}));let i=t.width*t.height/
e,s={...t},a=0;for(;a<r.length;){let l=Math.min(s.width,s.height),h=a+1,c=r[a]*i,p=$t(l,c,r[a]*i,r[a]*i);for(;h<r.length;){
let g=c+r[h]*i,b=$t(l,g,r[a]*i,r[h]*i);if(b>p)break;[p,c,h]=[b,g,h+1]}s=Vt(r.slice(a,h).map(g=>g*i),c,s,n),a=h}return n}
function $t(r,t,e,n){return!n||!t?1/0:Math.max(r*r*e/(t*t),t*t/(r*r*n))}function Vt(r,t,e,n){let i=e.width<e.height,s=i?
e.width:e.height,a=s?t/s:0,l=i?e.x:e.y;for(let h of r){let c=a?h/a:0;n.push(i?{x:l,y:e.y,width:c,height:a}:{x:e.x,y:l,width:a,
height:c}),l+=c}return i?{...e,y:e.y+a,height:Math.max(0,e.height-a)}:{...e,x:e.x+a,width:Math.max(0,e.width-a)}}var _t=60,Et=28,ht=22,et=class{constructor(t){this.app=t;let{model:e}=t,n=Ut(e);this.places=e.data.snapshots.map((i,s)=>s),
n.has(null)&&this.places.push(null),this.sums=this.places.map(i=>n.get(i)??St()),u(this.element,this.headline(),o("secti\
on",null,w("What explains the changed paths"),this.accounts()),o("section",null,w(e.data.page==="report"?"Snapshots":"Sn\
apshots between the two states"),this.line()),e.totalBytes>0&&o("section",null,w("Bytes by snapshot and cause",`${f(e.totalBytes)}\
 written`),Qt(e),this.treemap()),this.config())}app;id="overview";title="Overview";count=null;element=o("div",{class:"vi\
ew overview"});sums;places;show(){}print(){return this.element.cloneNode(!0)}headline(){let{model:t}=this.app,{data:e}=t,
n=this.sums.reduce((l,h)=>l+h.bytes,0),i=t.ran.reduce((l,h)=>l+(h.command.seconds??0),0),s=(l,h,c)=>o("button",{type:"bu\
tton",class:"card",click:()=>this.app.go(c)},o("b",null,l),o("span",null,h)),a=(l,h)=>m(l,h).slice(y(l).length+1);return o(
"div",{class:"headline"},dt(this.app),o("div",{class:"cards"},s(y(e.snapshots.length),a(e.snapshots.length,"snapshot"),"\
overview"),s(y(t.ran.length),`${a(t.ran.length,"command")}, ${P(i)}`,"commands"),s(y(t.final.length),`changed ${a(t.final.
length,"path")}`,"files"),s(f(n),"written to layers","files")))}accounts(){let{model:t}=this.app,e=L.map(()=>0),n=L.map(
()=>0),i=0;for(let c of t.final){let p=t.last[c];e[t.causes[p]]++,n[t.causes[p]]+=t.bytes[p],t.secret(p)&&i++}let s=Math.
max(1,t.final.length),a=L.map((c,p)=>({cause:c,number:e[p],size:n[p]})).filter(c=>c.number),l=o("div",{class:"accounts"},
A(a.map(({cause:c,number:p})=>({kind:c,share:p/s,title:`${O[c]}: ${m(p,"path")}`})),a.map(({cause:c,number:p})=>`${m(p,"\
path")} ${O[c]}`).join(", "))),h=o("div",{class:"keys"});for(let{cause:c,number:p,size:g}of a){let b=$(this.app,{cause:c},
"");u(b,o("i",{class:c}),o("span",null,O[c]),o("b",null,y(p)),o("span",{class:"note"},f(g))),b.className="key",h.append(
b)}if(i){let c=$(this.app,{cause:"secret"},"");u(c,o("i",{class:"secret"}),o("span",null,"of them withheld as secrets"),
o("b",null,y(i))),c.className="key",h.append(c)}return a.length||h.append("nothing differs"),l.append(h),l}line(){let t=Math.
max(1,...this.sums.map(s=>s.bytes)),{snapshots:e}=this.app.model.data,n=s=>{let a=this.places[s];return this.stop(a===null?
null:e[a],a,s,t)};if(this.places.length>_t){let s=new E({label:"Snapshots",row:n});return s.element.classList.add("stops"),
s.show(this.places.length),s.element}let i=o("div",{class:"stop base"},o("span",{class:"dot"}),o("span",{class:"what"},o(
"b",null,d(this.app.model.data.from==="base"?this.app.model.data.base:this.app.model.data.from))));return o("div",{class:"\
stops"},i,...this.places.map((s,a)=>n(a)))}stop(t,e,n,i){let s=this.sums[n],a=n>0?this.app.model.data.snapshots[this.places[n-
1]??-1]:void 0,l=t&&a&&t.created>a.created?` \xB7 ${P(t.created-a.created)} later`:"",h={snapshot:e??-1},c=o("span",{class:"\
track"},A(L.map((b,v)=>({kind:b,share:s.byCause[v]/Math.max(1,s.bytes),title:`${O[b]}: ${f(s.byCause[v])}`})),`${f(s.bytes)}\
 written`));c.firstChild.style.width=`${Math.max(s.bytes?1.5:0,s.bytes/i*100)}%`;let p=t?.commands.length??0,g=this.app.
model.ran.findIndex(b=>b.snapshot===e);return o("div",{class:"stop"},o("span",{class:"dot"}),o("span",{class:"what"},o("\
b",null,t?R(t):"not committed yet"),t?.id&&o("span",{class:"note"},`${F(t.created)}${l}`)),o("span",{class:"counts"},p>0&&
S(m(p,"command"),()=>this.app.go("commands",`at=${g}`)),e===null?null:$(this.app,h,qt(s))),c,o("span",{class:"size"},f(s.
bytes)))}treemap(){let t=o("div",{class:"treemap"}),e=0;return new ResizeObserver(()=>{Math.abs(t.clientWidth-e)<2||(e=t.
clientWidth,this.layTreemap(t))}).observe(t),t}layTreemap(t){let e=this.sums.map((a,l)=>l).filter(a=>this.sums[a].bytes>
0);e.sort((a,l)=>this.sums[l].bytes-this.sums[a].bytes);let n=e.slice(0,40),i={x:0,y:0,width:t.clientWidth,height:t.clientHeight},
s=ct(n.map(a=>this.sums[a].bytes),i);t.replaceChildren(...n.flatMap((a,l)=>{let h=s[l];if(h.width<3||h.height<3)return[];
let c=o("div",{class:"group"});Tt(c,h,i);let p=h.height>3*ht&&h.width>60,g=this.app.model.data.snapshots[this.places[a]??
-1];p&&c.append(o("span",{class:"title"},g?R(g):"not committed yet",o("span",{class:"note"},f(this.sums[a].bytes))));let b={
x:1,y:p?ht:1,width:h.width-4,height:h.height-(p?ht:1)-3};return c.append(...this.cells(this.sums[a],this.places[a],b,h)),
[c]}))}cells(t,e,n,i){let s=[...t.cells.values()].filter(c=>c.bytes>0).sort((c,p)=>p.bytes-c.bytes),a=s.slice(Et),l=s.slice(
0,Et);if(a.length){let c=p=>a.reduce((g,b)=>g+b[p],0);l.push({cause:a[0].cause,label:`${y(a.length)} more`,query:{},bytes:c(
"bytes"),paths:c("paths")}),l.sort((p,g)=>g.bytes-p.bytes)}let h=ct(l.map(c=>c.bytes),n);return l.map((c,p)=>{let g=h[p],
b=`${c.label}: ${f(c.bytes)} in ${m(c.paths,"path")}`,v=$(this.app,{...c.query,snapshot:e??-1},"");return v.className=`c\
ell ${c.cause}`,v.title=b,v.setAttribute("aria-label",b),g.width>44&&g.height>17&&(u(v,o("span",null,c.label)),g.height>
34&&u(v,o("span",{class:"note"},f(c.bytes)))),Tt(v,g,i),v})}config(){let{config:t}=this.app.model.data;if(!t.length)return null;
let e=o("tbody");for(let s of t)u(e,o("tr",null,o("th",{scope:"row"},s.instruction,s.name?` ${d(s.name)}`:""),o("td",{class:"\
old"},s.old===null?"not set":o("code",null,d(s.old))),o("td",{class:"new"},s.new===null?"not set":o("code",null,d(s.new)))));
let{from:n,to:i}=this.app.model.data;return o("section",null,w("Configuration of the image"),o("div",{class:"wide"},o("t\
able",null,o("thead",null,o("tr",null,o("th",null,""),o("th",null,n),o("th",null,i))),e)))}};function dt(r,t=!0){let{data:e}=r.
model;if(e.page==="diff")return o("p",{class:"verdict"},o("b",null,`${e.from} \u2192 ${e.to}`),o("span",{class:"note"},`\
of ${d(e.workspace)}`));let n=e.snapshots.at(-1),i=n?.proof;if(!i)return o("p",{class:"verdict unproven"},o("b",null,"no\
t proven"),o("span",null,`The Dockerfile is a draft: \u201Csnap verify\u201D builds it and compares the result with snapshot ${n?.
seq??""}.`));let s=i.verdict.startsWith("equal")?i.verdict==="equal"?"equal":"nearly":i.verdict,a=o("p",{class:`verdict ${s}`},
o("b",null,i.verdict),o("span",null,x(i.summary)));return t&&u(a,S("the proof",()=>r.go("proof"))),a}function qt(r){return`\
+${y(r.added)} ~${y(r.changed)} \u2212${y(r.deleted)}`}function St(){return{added:0,changed:0,deleted:0,bytes:0,byCause:L.
map(()=>0),cells:new Map}}function Ut(r){let t=new Map;for(let e=0;e<r.rows;e++){let n=r.snapshot(e),i=t.get(n);i||t.set(
n,i=St()),i[r.change(e)]++;let s=r.bytes[e];if(i.bytes+=s,i.byCause[r.causes[e]]+=s,!s)continue;let a=jt(r,e,i.cells);a.
bytes+=s,a.paths++}return t}function jt(r,t,e){let n=r.cause(t),i=r.package(t),s=n==="command"?r.command[t]:-1,a=n==="vo\
latile"?r.volatile(t):"",l=`${n} ${i} ${s} ${a}`,h=e.get(l);if(h)return h;let c=r.ran[s],p=i?d(i):c?x(c.command.text):d(
a)||O[n],b={cause:n,label:p,query:i?{package:i,cause:n}:c?{command:s}:a?{reason:a}:{cause:n},bytes:0,paths:0};return e.set(
l,b),b}function Tt(r,t,e){r.style.left=`${t.x/e.width*100}%`,r.style.top=`${t.y/e.height*100}%`,r.style.width=`${Math.max(
0,t.width)/e.width*100}%`,r.style.height=`${Math.max(0,t.height)/e.height*100}%`}function Qt(r){let t=L.filter((e,n)=>r.
causes.includes(n));return o("div",{class:"legend"},...t.map(e=>o("span",null,o("i",{class:e}),O[e])))}var nt=class{constructor(t){this.app=t;this.all=Zt(t),this.count=this.all.length,this.largest=Math.max(1,...this.all.map(
n=>n.bytes)),this.list=new E({label:"Packages",row:n=>this.row(this.rows[n]),chosen:(n,i)=>this.chosen(n,i!=="move")}),this.
list.element.classList.add("packages"),this.field=D("Search packages  /",()=>this.filter());let e=t.model.data.packages===
null?o("p",{class:"warning"},"The databases of packages could not be read: these are the packages that own changed paths\
."):null;u(this.element,o("div",{class:"main"},I(this.field,this.told),e,this.list.element),this.pane.element),this.filter()}app;id="\
packages";title="Packages";count;element=o("div",{class:"view split"});pane=new T("Choose a package to see which command\
 brought it and its files.");all;rows=[];list;field;told=o("span",{class:"told",role:"status"});largest;show(){this.list.
draw()}search(){return this.field.focus(),!0}get text(){return this.field.value.trim().toLowerCase()}filter(){this.rows=
this.all.filter(t=>!this.text||t.name.toLowerCase().includes(this.text)),this.told.textContent=`${m(this.rows.length,"pa\
ckage")}, ${f(this.rows.reduce((t,e)=>t+e.bytes,0))}`,this.list.show(this.rows.length),this.pane.clear()}row(t){return o(
"div",{class:`package-row ${t.change}`},o("span",{class:"mark",title:t.change},{added:"A",changed:"M",removed:"D"}[t.change]??
""),o("span",{class:"name"},z(d(t.name),this.text)),o("span",{class:"version"},t.old?`${d(t.old)} \u2192 `:"",d(t.version)),
o("span",{class:"fate"},t.automatic?"as a dependency":""),o("span",{class:"paths"},t.paths?m(t.paths,"path"):""),o("span",
{class:"size"},t.bytes?f(t.bytes):"",A([{kind:"installed",share:t.bytes/this.largest}],f(t.bytes))))}chosen(t,e){let n=this.
rows[t],i=o("ul",{class:"short"});for(let s of[...n.commands].sort((a,l)=>a-l)){let a=this.app.model.ran[s];a&&u(i,o("li",
null,B(this.app,a)))}this.pane.show(d(n.name),C(["change",n.change],["version",d(n.version)],["before",n.old&&d(n.old)],
["installed",n.automatic===null?null:n.automatic?"because another package needs it":"by name"],["paths",n.paths>0&&y(n.paths)],
["size",f(n.bytes)]),n.label?o("p",null,$(this.app,{package:n.label},"its files")):null,n.commands.size?w("Commands that\
 wrote them"):null,i),e&&this.pane.open()}print(){if(!this.all.length)return null;let t=o("tbody");for(let e of this.all)
u(t,o("tr",null,o("td",null,e.change),o("td",null,d(e.name)),o("td",null,e.old?`${d(e.old)} \u2192 `:"",d(e.version)),o(
"td",{class:"size"},e.bytes?f(e.bytes):"")));return o("section",null,o("h2",null,"Packages"),o("table",null,t))}};function Zt(r){
let{model:t}=r,e=new Map;for(let n of t.final){let i=t.last[n],s=t.package(i);if(!s)continue;let a=e.get(s);if(!a){let l=s.
lastIndexOf(" ");a={name:s.slice(0,l<0?void 0:l),version:l<0?"":s.slice(l+1),old:"",change:"",automatic:null,label:s,paths:0,
bytes:0,commands:new Set},e.set(s,a)}a.paths++,a.bytes+=t.bytes[i],t.command[i]>=0&&a.commands.add(t.command[i])}for(let n of t.
data.packages??[]){let i=`${n.name} ${n.new??n.old??""}`,s=e.get(i);s||e.set(i,s={name:n.name,version:n.new??n.old??"",old:"",
change:"",automatic:null,label:"",paths:0,bytes:0,commands:new Set}),Object.assign(s,{change:n.change,automatic:n.automatic,
old:n.change==="changed"?n.old??"":""})}return[...e.values()].sort((n,i)=>i.bytes-n.bytes||(n.name<i.name?-1:1))}var W=500,st=class{constructor(t){this.app=t;let{data:e}=t.model;this.byName=new Map(e.paths.map((l,h)=>[l,h]));let n=e.
recipe,i=e.snapshots.at(-1)?.proof??null,s=i?i.withheld_files:n.withheld_files,{explanation:a}=n;u(this.element,dt(t,!1),
i&&this.names("Differences",i.differences,s.length?"The rebuilt image has no other difference.":"None.",l=>this.difference(
l)),s.length>0&&o("section",null,w("Withheld",m(s.length,"file")),G(s.length,W,l=>{let h=s[l];return o("div",{class:"ent\
ry"},this.path(h.path),o("span",{class:"note"},d(h.reason)),h.option?o("span",{class:"option"},o("code",null,d(h.option)),
H(()=>h.option,"Copy the option that includes it")):null)},`and ${y(s.length-W)} more`)),i&&i.made_anew.length>0&&this.names(
"Made anew by a step, compared by form",i.made_anew,"",l=>this.path(l)),o("section",null,w("What the recipe does with ea\
ch path"),Yt(n.counts)),this.reasons("Paths that a rebuild cannot be expected to reproduce",a.volatile),this.reasons("Pa\
ths without an instruction",a.rest),n.notes.length>0&&o("section",null,w("Notes"),o("ul",null,...n.notes.map(l=>o("li",null,
d(l))))),n.pinned.length>0&&o("section",null,w("Pinned versions"),o("p",{class:"names"},...n.pinned.map(l=>o("code",null,
d(l))))))}app;id="proof";title="Proof";count=null;element=o("div",{class:"view text"});byName;show(){}print(){return o("\
section",null,o("h2",null,"Proof"),this.element.cloneNode(!0))}names(t,e,n,i){return o("section",null,w(t,e.length?y(e.length):
""),e.length?G(e.length,W,s=>i(e[s]),`and ${y(e.length-W)} more`):o("p",{class:"note"},n))}path(t){let e=this.byName.get(
t);return e===void 0?o("code",null,d(t)):Q(this.app,e)}difference(t){let e=t.indexOf(": ");return!t.startsWith("/")||e<0?
o("div",{class:"entry"},d(t)):o("div",{class:"entry"},this.path(t.slice(0,e)),o("span",{class:"note"},d(t.slice(e+2))))}reasons(t,e){
if(!e.length)return null;let n=[...e].sort((i,s)=>s[1].length-i[1].length);return o("section",null,w(t,m(e.reduce((i,s)=>i+
s[1].length,0),"path")),...n.map(([i,s])=>{let a=o("details",null,o("summary",null,d(i),o("span",{class:"note"},m(s.length,
"path"))));return a.addEventListener("toggle",()=>{a.open&&a.children.length<2&&u(a,G(s.length,W,l=>Q(this.app,s[l]),`an\
d ${y(s.length-W)} more`))}),a}))}},Gt={paths:"changed paths",commands:"by this number of commands"};function Yt(r){let t=o(
"dl",{class:"facts"});for(let[e,n]of Object.entries(r))n&&u(t,o("dt",null,Gt[e]??e.replaceAll("_"," ")),o("dd",null,y(n)));
return t}var ut=["auto","light","dark"],Jt=[["1 \u2026 6","go to a view"],["/","search"],["\u2191 \u2193  j k","move in a list; P\
age Up and Down, Home and End too"],["Enter","open, fold or unfold"],["\u2190 \u2192","fold and unfold a folder"],["*","\
unfold all below a folder"],["c","copy the path"],["Esc","close the details"],["?","this list"]],pt=class{constructor(t,e){
this.place=e;this.model=new _(t);let n=[["overview","Overview",null,()=>new et(this)],["commands","Commands",this.model.
ran.length,this.model.ran.length?()=>new Y(this):null],["files","Files",this.model.final.length,()=>new tt(this)],["dock\
erfile","Dockerfile",null,t.recipe?()=>new J(this):null],["proof","Proof",null,t.recipe?()=>new st(this):null],["package\
s","Packages",null,()=>new nt(this)]];for(let[i,s,a,l]of n)l&&this.addTab(i,s,a,l);this.build()}place;model;views=new Map;tabs=new Map;content=o(
"main",{id:"content"});help=o("dialog",{"aria-label":"Keys"});current="";isByKey=!1;makers=new Map;addTab(t,e,n,i){this.
makers.set(t,i);let s=n===null?e:`${e} `,a=o("a",{href:`#${t}`,role:"tab",id:`tab-${t}`,"aria-controls":"content","aria-\
selected":"false"},s,n===null?null:o("span",{class:"count"},new Intl.NumberFormat("en",{notation:"compact"}).format(n)));
this.tabs.set(t,a)}build(){let{data:t}=this.model,e=o("button",{type:"button",class:"theme",title:"Light, dark, or as th\
e system","aria-label":"Colours"}),n=s=>{document.documentElement.dataset.theme=s,e.textContent={auto:"\u25D0",light:"\u2600",
dark:"\u263E"}[s]??"",e.setAttribute("aria-label",`Colours: ${s}`)};n(te("theme")??"auto"),e.addEventListener("click",()=>{
let s=ut[(ut.indexOf(document.documentElement.dataset.theme)+1)%ut.length];n(s),ee("theme",s)});let i=t.page==="report"?
`${d(t.base)} \u2192 ${t.to}`:`${t.from} \u2192 ${t.to}`;u(this.help,o("h2",null,"Keys"),o("dl",{class:"facts"},...Jt.flatMap(
([s,a])=>[o("dt",null,o("kbd",null,s)),o("dd",null,a)])),o("form",{method:"dialog"},o("button",null,"Close"))),this.place.
replaceChildren(o("header",{class:"top"},o("h1",null,d(t.workspace),o("span",{class:"note"},i)),o("nav",{role:"tablist",
"aria-label":"Views"},...this.tabs.values()),o("span",{class:"end"},o("span",{class:"note made"},`snap ${d(t.version)}, ${F(
t.made)}`),o("button",{type:"button",title:"Keys","aria-label":"Keys",click:()=>this.help.showModal()},"?"),e)),this.content,
this.help,o("div",{id:"said",class:"away",role:"status"})),window.addEventListener("hashchange",()=>this.route()),document.
addEventListener("keydown",s=>this.key(s)),window.addEventListener("beforeprint",()=>this.beforePrint()),window.addEventListener(
"afterprint",()=>document.getElementById("print")?.remove()),this.route()}view(t){let e=this.views.get(t);return e||(e=this.
makers.get(t)(),this.views.set(t,e)),e}route(){let[t="",e=""]=Xt(location.hash.slice(1),"?");this.show(this.makers.has(t)?
t:"overview",e)}show(t,e){let n=this.view(t);if(t!==this.current){for(let[i,s]of this.tabs)s.setAttribute("aria-selected",
String(i===t)),i===t?s.setAttribute("aria-current","page"):s.removeAttribute("aria-current");this.content.replaceChildren(
n.element),this.tabs.get(t).scrollIntoView({block:"nearest",inline:"center"}),this.current=t,window.scrollTo(0,0)}n.show(
e),this.isByKey&&this.content.querySelector(".list")?.focus(),this.isByKey=!1}go(t,e=""){let n=`#${t}${e?`?${e}`:""}`;location.
hash===n?this.show(t,e):location.hash=n}requery(t){try{history.replaceState(null,"",`#${this.current}${t?`?${t}`:""}`)}catch{}}key(t){
if(t.ctrlKey||t.metaKey||t.altKey||this.help.open)return;let e=t.target instanceof HTMLElement?t.target:document.body,n=e.
closest("[role=tab]");if(n&&(t.key==="ArrowRight"||t.key==="ArrowLeft")){let a=[...this.tabs.values()],l=a[(a.indexOf(n)+
(t.key==="ArrowRight"?1:-1)+a.length)%a.length];l.focus(),l.click();return}if(e.matches("input, select, textarea")){t.key===
"Escape"&&this.content.querySelector(".list")?.focus();return}let i=this.view(this.current),s=Number(t.key);s>=1&&s<=this.
tabs.size?(this.isByKey=!0,this.go([...this.tabs.keys()][s-1])):t.key==="?"?this.help.showModal():t.key==="Escape"?this.
content.querySelector(".pane.open")?.classList.remove("open"):t.key==="/"&&i.search?.()&&t.preventDefault()}beforePrint(){
document.getElementById("print")?.remove();let t=o("div",{id:"print"});for(let e of this.makers.keys())u(t,this.view(e).
print());document.body.append(t)}};function Xt(r,t){let e=r.indexOf(t);return e<0?[r,""]:[r.slice(0,e),r.slice(e+1)]}function te(r){
try{return localStorage.getItem(`snap-${r}`)}catch{return null}}function ee(r,t){try{localStorage.setItem(`snap-${r}`,t)}catch{}}
var ne=document.getElementById("app");requestAnimationFrame(()=>setTimeout(()=>{let r=document.getElementById("data"),t=JSON.
parse(r.textContent??"");r.remove(),new pt(t,ne)}));})();
